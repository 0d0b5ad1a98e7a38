import { render } from "preact";
import "uplot/dist/uPlot.min.css";
import "./style/base.css";
import "./style/frame.css";
import "./style/matches.css";
import "./style/match.css";
import "./style/system.css";
import { App } from "./app";

const place = document.getElementById("app");
if (place) render(<App />, place);
