export { type Dashboard, type DashboardOptions, startDashboard } from "./dashboard";
export { jobPages } from "./system/job-pages";
