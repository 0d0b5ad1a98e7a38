/*
 * A stand-in for libnvidia-ml.so.1 on machines without a GPU: two GPUs whose figures are known. The binding
 * (nvidia-ml-py) loads it as it loads NVIDIA's. GPU 1 does not tell its power.
 */
#include <stdint.h>
#include <stdio.h>

enum { SUCCESS = 0, INVALID_ARGUMENT = 2, NOT_SUPPORTED = 3 };

typedef struct { unsigned gpu, memory; } Utilization;
typedef struct { uint64_t total, free, used; } Memory;

static char devices[2];

int nvmlInitWithFlags(unsigned flags) { return SUCCESS; }
int nvmlShutdown(void) { return SUCCESS; }
const char *nvmlErrorString(int code) { return code == NOT_SUPPORTED ? "Not Supported" : "Invalid Argument"; }

int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **device) {
  if (index >= sizeof devices) return INVALID_ARGUMENT;
  *device = &devices[index];
  return SUCCESS;
}

int nvmlDeviceGetName(void *device, char *name, unsigned length) {
  snprintf(name, length, "Stand-in %d", device == &devices[0] ? 0 : 1);
  return SUCCESS;
}

int nvmlSystemGetDriverVersion(char *version, unsigned length) {
  snprintf(version, length, "580.0");
  return SUCCESS;
}

int nvmlDeviceGetUtilizationRates(void *device, Utilization *rates) {
  rates->gpu = device == &devices[0] ? 40 : 70;
  rates->memory = 10;
  return SUCCESS;
}

int nvmlDeviceGetMemoryInfo(void *device, Memory *memory) {
  memory->total = 16000000000;
  memory->used = device == &devices[0] ? 5000000000 : 6000000000;
  memory->free = memory->total - memory->used;
  return SUCCESS;
}

int nvmlDeviceGetPowerUsage(void *device, unsigned *milliwatts) {
  if (device != &devices[0]) return NOT_SUPPORTED;
  *milliwatts = 61500;
  return SUCCESS;
}
