import { EbsVolume } from "@cdktf/provider-aws/lib/ebs-volume";
import type { Instance } from "@cdktf/provider-aws/lib/instance";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { VolumeAttachment } from "@cdktf/provider-aws/lib/volume-attachment";
import { Construct } from "constructs";
import { mayDeleteData } from "./data-deletion";

export interface DataVolumeProps {
  /** The volume is in this subnet's zone, as the instance it is attached to must be. */
  readonly subnet: Subnet;
  /**
   * Size, GiB. The seed asks for 50 GB of disk; models, runs and the images' layers are here.
   * @default 100
   */
  readonly sizeGiB?: number;
  /**
   * Whether `destroy` may delete it without a snapshot; see `mayDeleteData`.
   * @default false
   */
  readonly deleteData?: boolean;
}

/** An encrypted disk of its own for models, checkpoints and runs: it outlives the instance it is attached to. */
export class DataVolume extends Construct {
  public readonly volume: EbsVolume;

  constructor(scope: Construct, id: string, props: DataVolumeProps) {
    super(scope, id);
    this.volume = new EbsVolume(this, "Volume", {
      availabilityZone: props.subnet.availabilityZone,
      size: props.sizeGiB ?? 100,
      type: "gp3",
      encrypted: true,
      finalSnapshot: !mayDeleteData(this, props.deleteData),
      tags: { Name: this.node.path },
    });
  }

  /** Under Nitro the device name is only a label: the host finds the disk by the volume's id. */
  attachTo(instance: Instance): void {
    new VolumeAttachment(this, "Attachment", {
      deviceName: "/dev/sdf",
      instanceId: instance.id,
      volumeId: this.volume.id,
      // A disk that is pulled out under a running broker loses its last writes.
      stopInstanceBeforeDetaching: true,
    });
  }
}
