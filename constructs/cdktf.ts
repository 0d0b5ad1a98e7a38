/**
 * The one place that names the CDK for Terraform package. HashiCorp archived it in December 2025; the maintained fork
 * `cdktn` is a drop-in replacement, and moving to it means to change the names in this file (and in `package.json`).
 */
export * from "cdktf";
