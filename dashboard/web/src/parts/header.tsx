import type { Key } from "../i18n/en";
import { LANGUAGES, type Language, language, t } from "../i18n/texts";
import { connection, status } from "../live";
import { type Route, route } from "../route";
import { THEMES, type Theme, theme } from "../theme";

const TABS: ReadonlyArray<readonly [path: string, name: Key, views: ReadonlyArray<Route["view"]>]> = [
  ["/", "navMatches", ["matches", "match"]],
  ["/system", "navSystem", ["system"]],
  ["/compare", "navCompare", ["compare"]],
];

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: "English", es: "Español" };

/** Name, places to go, how the connection is, and the user's choices. */
export function Header() {
  return (
    <header class="top">
      <a class="brand" href="/">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <span>Golazo</span>
      </a>
      <nav aria-label={t("navigation")}>
        {TABS.map(([path, name, views]) => (
          <a key={path} href={path} aria-current={views.includes(route.value.view) ? "page" : undefined}>
            {t(name)}
          </a>
        ))}
      </nav>
      <Pulse />
      <div class="choices">
        <select
          aria-label={t("language")}
          value={language.value}
          onChange={({ currentTarget }) => {
            language.value = currentTarget.value as Language;
          }}
        >
          {LANGUAGES.map((one) => (
            <option key={one} value={one} lang={one}>
              {LANGUAGE_NAMES[one]}
            </option>
          ))}
        </select>
        <select
          aria-label={t("theme")}
          value={theme.value}
          onChange={({ currentTarget }) => {
            theme.value = currentTarget.value as Theme;
          }}
        >
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {t(`theme_${one}`)}
            </option>
          ))}
        </select>
      </div>
    </header>
  );
}

/** Whether what is shown is true at this moment. */
function Pulse() {
  const kafka = status.value?.kafka;
  const [state, text]: readonly [string, Key] =
    connection.value === "lost"
      ? ["bad", "lost"]
      : connection.value === "connecting" || !kafka
        ? ["wait", "connecting"]
        : kafka.state === "reading"
          ? ["good", "live"]
          : ["wait", "waitingKafka"];
  return (
    <p class={`pulse ${state}`} role="status">
      {t(text)}
    </p>
  );
}
