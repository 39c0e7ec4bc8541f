package io.framelog.viewer.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.viewer.testing.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules of {@code promtool check metrics}. */
@Timeout(60)
class MetricNamesTest {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern HELP = Pattern.compile("# HELP (\\S+) \\S.*");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    /** Units that are not Prometheus' base units, also in short. */
    private static final Set<String> OTHER_UNITS = Set.of(
            "s",
            "ms",
            "us",
            "ns",
            "sec",
            "b",
            "kb",
            "mb",
            "gb",
            "m",
            "h",
            "d",
            "milliseconds",
            "microseconds",
            "nanoseconds",
            "minutes",
            "hours",
            "days",
            "weeks",
            "kilobytes",
            "megabytes",
            "gigabytes",
            "bits",
            "percent");

    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary");
    /** What belongs to histograms and summaries, or to the format itself. */
    private static final Set<String> RESERVED = Set.of("count", "sum", "bucket", "info", "created");

    @Test
    void namesKeepTheRulesOfPrometheus() throws Exception {
        String text;
        try (TestServer server = new TestServer()) {
            text = HttpClient.newHttpClient()
                    .send(server.request("/metrics").build(), BodyHandlers.ofString())
                    .body();
        }
        Map<String, String> types = new TreeMap<>();
        TYPE.matcher(text).results().forEach(type -> types.put(type.group(1), type.group(2)));
        Set<String> helped = new TreeSet<>();
        HELP.matcher(text).results().forEach(help -> helped.add(help.group(1)));
        assertEquals(types.keySet(), helped, "each has a help");
        assertTrue(types.containsKey("process_cpu_seconds_total"), text);
        assertTrue(types.containsKey("system_cpus"), text);

        List<String> wrong = new ArrayList<>();
        types.forEach((name, type) -> {
            if (!isGood(name, type)) {
                wrong.add(name + " (" + type + ")");
            }
        });
        assertEquals(List.of(), wrong);
    }

    private static boolean isGood(String name, String type) {
        List<String> words = List.of(name.split("_"));
        String last = words.get(words.size() - 1);
        return NAME.matcher(name).matches()
                && words.stream().noneMatch(OTHER_UNITS::contains)
                && words.stream().noneMatch(TYPES::contains)
                && type.equals("counter") == last.equals("total")
                && (!RESERVED.contains(last) || name.equals("framelog_build_info"));
    }
}
