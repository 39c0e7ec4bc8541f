package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framelog.testing.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the files in {@code deploy} say about metrics and alerts is documented, and Prometheus can read it. */
class OperationsTest {
    private static final Pattern METRIC = Pattern.compile("\\b(?:framelog|jvm|process)_[a-z0-9_]+");
    private static final Pattern ALERT = Pattern.compile("alert: (\\w+)");
    private static final Pattern TESTED_ALERT = Pattern.compile("alertname: (\\w+)");
    private static final Path RULES = Markdown.root().resolve("deploy/prometheus/framelog.rules.yml");
    private static final Path RULE_TESTS =
            Markdown.root().resolve("end-to-end/src/test/prometheus/framelog.rules.test.yml");
    private static final Path DASHBOARD = Markdown.root().resolve("deploy/grafana/framelog.json");

    @Test
    void rulesAndDashboardUseOnlyDocumentedMetrics() throws Exception {
        String documented = Files.readString(Markdown.root().resolve("docs/metrics.md"));

        for (Path file : List.of(RULES, DASHBOARD)) {
            Set<String> used = METRIC.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .map(name -> name.replaceFirst("_(bucket|sum|count)$", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertTrue(used.size() > 8, used.toString());
            used.removeIf(name -> documented.contains("`" + name + "`"));
            assertEquals(Set.of(), used, "metrics of " + file + " that docs/metrics.md does not have");
        }
    }

    @Test
    void everyAlertIsExplained() throws IOException {
        String explained = Files.readString(Markdown.root().resolve("docs/operations.md"));

        Set<String> missing = alerts(RULES, ALERT);
        missing.removeIf(alert -> explained.contains("| `" + alert + "` |"));

        assertEquals(Set.of(), missing);
    }

    @Test
    void prometheusReadsTheRules() throws Exception {
        Promtool.check("rules", RULES);
        Promtool.check("config", RULES.resolveSibling("prometheus.yml"));
        Promtool.check("config", RULES.resolveSibling("containers.yml"));
    }

    @Test
    void eachAlertFiresWhenItShouldAndNoneWhileAllIsWell() throws Exception {
        Promtool.testRules(RULE_TESTS);
        assertEquals(alerts(RULES, ALERT), alerts(RULE_TESTS, TESTED_ALERT));
    }

    private static Set<String> alerts(Path file, Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void thePanelsOfTheDashboardDoNotOverlapAndEachHasAQuery() throws Exception {
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(DASHBOARD));
        Set<String> places = new TreeSet<>();

        for (JsonNode panel : dashboard.path("panels")) {
            assertTrue(places.add(panel.path("gridPos").toString()), "two panels at " + panel.path("gridPos"));
            if (!panel.path("type").asText().equals("row")) {
                assertFalse(panel.path("targets").isEmpty(), panel + " has no query");
            }
        }
        assertTrue(places.size() > 15, places.toString());
    }
}
