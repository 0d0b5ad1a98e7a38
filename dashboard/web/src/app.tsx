import { t } from "./i18n/texts";
import { Header } from "./parts/header";
import { Notices } from "./parts/notices";
import { ReplayBar } from "./parts/replay-bar";
import { followLinks, route } from "./route";
import { CompareView } from "./views/compare-view";
import { MatchView } from "./views/match-view";
import { MatchesView } from "./views/matches-view";
import { SystemView } from "./views/system-view";

followLinks();

/** The page. */
export function App() {
  return (
    <>
      <a class="skip" href="#content">
        {t("skip")}
      </a>
      <Header />
      <ReplayBar />
      <main id="content" tabIndex={-1}>
        <Notices />
        <View />
      </main>
    </>
  );
}

function View() {
  const { value } = route;
  switch (value.view) {
    case "matches":
      return <MatchesView />;
    case "match":
      return <MatchView key={value.id} id={value.id} />;
    case "system":
      return <SystemView />;
    case "compare":
      return <CompareView />;
    default:
      return <p class="empty">{t("unknownPage")}</p>;
  }
}
