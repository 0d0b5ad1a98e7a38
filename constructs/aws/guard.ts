import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Instance } from "@cdktf/provider-aws/lib/instance";
import { Construct } from "constructs";

const HOUR_SECONDS = 3600;

export interface LifetimeGuardProps {
  readonly instance: Instance;
  /** Name of the alarm. */
  readonly name: string;
  /** AWS region of the instance. */
  readonly region: string;
  /** Hours after each start, from 1 to 167: with a period of an hour an alarm looks back a week at most. */
  readonly lifetimeHours: number;
}

/**
 * Stops a host that has run too long, from outside: the timer on the host itself is of no use when the host hangs. An
 * alarm on a figure that exists only while the instance runs needs no date, so a plan made later is the same plan; and it
 * begins anew when the host is started again.
 */
export class LifetimeGuard extends Construct {
  constructor(scope: Construct, id: string, props: LifetimeGuardProps) {
    super(scope, id);
    const { instance, name, region, lifetimeHours } = props;
    new CloudwatchMetricAlarm(this, "Alarm", {
      alarmName: name,
      alarmDescription: `Stops the host at most an hour after its ${lifetimeHours} hours`,
      namespace: "AWS/EC2",
      metricName: "CPUUtilization",
      dimensions: { InstanceId: instance.id },
      statistic: "SampleCount",
      period: HOUR_SECONDS,
      // The hour in which the host was started counts as a whole one.
      evaluationPeriods: lifetimeHours + 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      // Hours in which the host was stopped do not count.
      treatMissingData: "notBreaching",
      alarmActions: [`arn:aws:automate:${region}:ec2:stop`],
    });
  }
}

export interface BudgetAlarmProps {
  /** Name of the budget, unique in the account. */
  readonly name: string;
  /** Cost of a calendar month, USD. */
  readonly limitUsd: number;
  /**
   * Who gets a mail at 80 % spent and when the forecast exceeds the limit.
   * @default nobody: the budget is only seen in the console
   */
  readonly email?: string;
}

/**
 * A budget for the whole account. One that counts a tag only would stay at zero, in silence, until somebody activates
 * the tag for cost allocation by hand: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
 */
export class BudgetAlarm extends Construct {
  constructor(scope: Construct, id: string, { name, limitUsd, email }: BudgetAlarmProps) {
    super(scope, id);
    const mail = (notificationType: string, threshold: number) => ({
      comparisonOperator: "GREATER_THAN",
      notificationType,
      threshold,
      thresholdType: "PERCENTAGE",
      subscriberEmailAddresses: email ? [email] : [],
    });
    new BudgetsBudget(this, "Budget", {
      name,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: `${limitUsd}`,
      limitUnit: "USD",
      notification: email ? [mail("ACTUAL", 80), mail("FORECASTED", 100)] : undefined,
    });
  }
}
