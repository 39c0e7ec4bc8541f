package io.framelog.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;

/** What Grafana's dashboard asks Prometheus for. */
final class DashboardQueries {
    /** Nothing comes of these where all is well, or where neither detection nor notifications run. */
    static final Set<String> MAY_BE_EMPTY = Set.of(
            filled("sum by (stream, reason) (rate(framelog_publisher_dropped_frames_total{stream=~\"$stream\"}"
                    + "[$__rate_interval])) > 0"),
            filled("sum by (instance, reason) (rate(framelog_viewer_untimed_frames_total{instance=~\"$instance\"}"
                    + "[$__rate_interval])) > 0"),
            filled("sum by (type) (rate(framelog_viewer_detect_events_total[$__rate_interval]))"),
            filled("framelog_viewer_detect_lag_seconds"),
            filled("framelog_viewer_notify_waiting"),
            filled("rate(framelog_viewer_notify_delivered_total[$__rate_interval])"));

    private DashboardQueries() {}

    /** As Grafana asks them if all streams and instances are chosen. */
    static List<String> all() throws IOException {
        JsonNode dashboard =
                new ObjectMapper().readTree(Files.readString(Markdown.root().resolve("deploy/grafana/framelog.json")));
        return dashboard.findValuesAsText("expr").stream()
                .map(DashboardQueries::filled)
                .toList();
    }

    private static String filled(String expression) {
        return expression.replace("$stream", ".*").replace("$instance", ".*").replace("$__rate_interval", "1m");
    }
}
