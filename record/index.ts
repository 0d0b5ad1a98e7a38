export { describeMachine, gitCommit } from "./machine";
export { type Account, type Counted, type MatchAccount, reconcile } from "./reconcile";
export { writeRecord } from "./write-record";
