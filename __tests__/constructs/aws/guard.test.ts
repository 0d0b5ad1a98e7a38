import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { BudgetAlarm } from "../../../constructs/aws/guard";
import { SparkHost } from "../../../constructs/aws/spark-host";
import { blocks, synthesized } from "../synth";

describe("the guards against a forgotten host", () => {
  test("a host that has run longer than its eight hours is stopped from outside, though nobody asked for it", () => {
    const json = synthesized((stack) => new SparkHost(stack, "Spark", { gpu: true }));
    expect(json).toHaveResourceWithProperties(CloudwatchMetricAlarm, {
      evaluation_periods: 9,
      period: 3600,
      treat_missing_data: "notBreaching",
      alarm_actions: [expect.stringMatching(/^arn:aws:automate:\$\{data\.aws_region\..*\}:ec2:stop$/)],
    });
  });

  test("the host itself knows both limits", () => {
    const json = synthesized((stack) => new SparkHost(stack, "Spark", { idleMinutes: 15, lifetimeHours: 3 }));
    const [instance] = blocks(json, "resource", "aws_instance");
    expect(instance?.user_data).toContain("GOLAZO_IDLE_MINUTES='15'");
    expect(instance?.user_data).toContain("GOLAZO_LIFETIME_HOURS='3'");
  });

  test("two plans of the same configuration are the same, whenever they are made", () => {
    const build = () => synthesized((stack) => new SparkHost(stack, "Spark", { gpu: true }));
    const today = build();
    jest.useFakeTimers({ now: new Date("2031-05-06T07:08:09Z") });
    const later = build();
    jest.useRealTimers();
    expect(later).toBe(today);
  });

  test("a budget tells somebody before the month's money is spent", () => {
    const json = synthesized(
      (stack) => new BudgetAlarm(stack, "Budget", { name: "b", limitUsd: 50, email: "me@example.com" }),
    );
    expect(json).toHaveResourceWithProperties(BudgetsBudget, {
      limit_amount: "50",
      limit_unit: "USD",
      notification: [
        expect.objectContaining({ notification_type: "ACTUAL", threshold: 80 }),
        expect.objectContaining({ notification_type: "FORECASTED", threshold: 100 }),
      ],
    });
  });

  test("a budget without an address has no notification that nobody gets", () => {
    const json = synthesized((stack) => new BudgetAlarm(stack, "Budget", { name: "b", limitUsd: 50 }));
    expect(blocks(json, "resource", "aws_budgets_budget")[0]).not.toHaveProperty("notification");
  });
});
