package io.framelog.e2e;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.cli.EnvironmentDefaults;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options, variables and metrics in {@code docs} are exactly those of the programs. */
@Timeout(120)
class ReferenceIT {
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");
    private static final Pattern DEFAULT = Pattern.compile("`([^`]+)`.*");
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern VARIABLE = Pattern.compile("FRAMELOG_[A-Z_]+");
    private static final String NOTIFY = "## viewer notify";
    private static final String DETECT = "## viewer detect";
    private static final String PUBLISHER = "## publisher";
    private static final String COMMAND_LINES = "docs/command-line.md";

    @ParameterizedTest
    @CsvSource({
        "## publisher, bin/publisher",
        "## publisher plan, bin/publisher plan",
        "## viewer, bin/viewer",
        "## viewer users, bin/viewer users add",
        "## viewer export, bin/viewer export",
        "## viewer detect, bin/viewer detect",
        "## viewer forget, bin/viewer forget",
        "## viewer notify, bin/viewer notify",
        "## local-kafka, bin/local-kafka",
        "## demo, bin/demo"
    })
    void optionsAreThoseOfTheHelp(String heading, String command) throws Exception {
        String help = help(command);
        Map<String, String> documented = options(heading);
        Set<String> real = new TreeSet<>(described(help).keySet());
        if (command.equals("bin/demo")) { // its help is not picocli's
            real = OPTION.matcher(help).results().map(option -> option.group()).collect(toCollection(TreeSet::new));
            real.add("--help");
        }

        assertEquals(real, new TreeSet<>(documented.keySet()), command);
    }

    @ParameterizedTest
    @CsvSource({
        "## publisher, bin/publisher",
        "## publisher plan, bin/publisher plan",
        "## viewer, bin/viewer",
        "## viewer users, bin/viewer users add",
        "## viewer export, bin/viewer export",
        "## viewer detect, bin/viewer detect",
        "## viewer forget, bin/viewer forget",
        "## viewer notify, bin/viewer notify",
        "## local-kafka, bin/local-kafka"
    })
    void defaultsAreThoseOfTheHelp(String heading, String command) throws Exception {
        Map<String, String> described = described(help(command));
        List<String> wrong = new ArrayList<>();
        options(heading).forEach((option, cell) -> {
            Matcher documented = DEFAULT.matcher(cell);
            String description = described.getOrDefault(option, "");
            if (documented.matches() && !hasWord(description, documented.group(1))) {
                wrong.add(
                        option + " has the default " + documented.group(1) + " here, and in the help: " + description);
            }
        });
        assertEquals(List.of(), wrong);
    }

    private static boolean hasWord(String text, String word) {
        // The help may add a unit, or say "now" for latest and "never" for 0.
        return Pattern.compile("(?<![\\w.])" + Pattern.quote(word) + "(?!\\d|\\.\\d)")
                        .matcher(text)
                        .find()
                || (word.equals("latest") && text.contains("now"))
                || (word.equals("0") && text.contains("never"));
    }

    /** The options in the table below a heading, each with the table's second cell, its default. */
    private static Map<String, String> options(String heading) throws Exception {
        Map<String, String> options = new TreeMap<>();
        for (List<String> row : Markdown.rows(Markdown.read(COMMAND_LINES).section(heading))) {
            Matcher option = OPTION.matcher(row.get(0));
            if (option.find()) {
                options.put(option.group(), row.get(1));
            }
        }
        return options;
    }

    private static String help(String command) throws Exception {
        String script = "cd '" + Markdown.root().toAbsolutePath() + "' && COLUMNS=200 " + command + " --help";
        try (ServiceProcess shell = ServiceProcess.startCommand(Path.of("/bin/sh"), "-c", script)) {
            assertEquals(0, shell.awaitExit(), shell.output());
            return shell.output();
        }
    }

    /** The options that a help describes, each with its description. */
    private static Map<String, String> described(String help) {
        Map<String, String> described = new HashMap<>();
        String option = "";
        for (String line : help.lines().toList()) {
            Matcher begin = Pattern.compile("^ {2,6}(?:-\\w, )?(" + OPTION.pattern() + ").*")
                    .matcher(line);
            if (begin.matches()) {
                option = begin.group(1);
            } else if (!line.startsWith("      ")) {
                option = "";
            }
            if (!option.isEmpty()) {
                described.merge(option, line, (before, next) -> before + " " + next.strip());
            }
        }
        return described;
    }

    @Test
    void everyVariableIsThatOfAnOption() throws Exception {
        Set<String> known = new TreeSet<>(Set.of("FRAMELOG_JAVA_OPTS"));
        for (String command : List.of(
                "bin/publisher",
                "bin/publisher plan",
                "bin/viewer",
                "bin/viewer detect",
                "bin/viewer export",
                "bin/viewer forget",
                "bin/viewer notify")) {
            described(help(command)).keySet().stream()
                    .map(EnvironmentDefaults::variable)
                    .forEach(known::add);
        }
        for (Markdown guide : Markdown.guides()) {
            VARIABLE.matcher(guide.text())
                    .results()
                    .forEach(variable -> assertTrue(
                            known.contains(variable.group()), guide.name() + ": no option has " + variable.group()));
        }
    }

    /** The metrics in tables of the document, each with its type. */
    private static Map<String, String> types(List<String> lines) {
        Map<String, String> documented = new TreeMap<>();
        for (List<String> row : Markdown.rows(lines)) {
            Markdown.codeSpans(row.get(0)).forEach(name -> documented.put(name, row.get(1)));
        }
        return documented;
    }

    /** The metrics that a program serves, each with its type. */
    private static Map<String, String> types(String metrics) {
        Map<String, String> real = new TreeMap<>();
        TYPE.matcher(metrics).results().forEach(type -> real.put(type.group(1), type.group(2)));
        return real;
    }

    @ParameterizedTest
    @CsvSource({NOTIFY + ", tells of events in topic", DETECT + ", looking for motion in topic"})
    void metricsAreThoseOfTheSubcommand(String heading, String ready) throws Exception {
        int port = Ports.unused();
        List<String> arguments = new ArrayList<>(List.of(
                heading.substring("## viewer ".length()), "--bootstrap-server=localhost:1", "--metrics-port=" + port));
        if (heading.equals(NOTIFY)) {
            arguments.add("--webhook=http://localhost:1/");
        }
        try (ServiceProcess process = ServiceProcess.start("viewer", Map.of(), arguments.toArray(String[]::new))) {
            process.awaitLine(ready);
            String metrics = metrics(port);
            Markdown document = Markdown.read("docs/metrics.md");
            Map<String, String> documented = types(document.section(heading));
            documented.putAll(types(document.section("## Java and the system")));
            assertEquals(types(metrics), documented);
        }
    }

    @Test
    @ExtendWith(KafkaExtension.class)
    void metricsAreThoseOfThePublisher(TestKafka kafka) throws Exception {
        int port = Ports.unused();
        try (Services services = new Services(kafka.bootstrapServer(), kafka.uniqueName("metrics"))) {
            ServiceProcess publisher = services.publisher("--test-pattern", "--metrics-port=" + port);
            publisher.awaitLine("created the topic .*-events");
            // The producer is made after Kafka has answered, and the time of its requests is known later still.
            Await.until(
                    "Kafka's metrics",
                    () -> metrics(port).contains("framelog_publisher_kafka_ready 1")
                            && metrics(port).contains("framelog_publisher_kafka_request_latency_seconds{"));
            String metrics = metrics(port);
            Markdown document = Markdown.read("docs/metrics.md");
            assertEquals(types(metrics), types(document.section(PUBLISHER)));
            assertEquals(reasons(metrics, "framelog_publisher_\\w+"), told(document, PUBLISHER));
        }
    }

    @Test
    @ExtendWith(KafkaExtension.class)
    void metricsAreThoseOfTheViewer(TestKafka kafka) throws Exception {
        String metrics;
        try (Services services = new Services(kafka.bootstrapServer(), kafka.uniqueName("metrics"))) {
            int port = services.viewer();
            services.publisher("--test-pattern");
            try (InputStream watched = send(port, "/stream", BodyHandlers.ofInputStream())) {
                Await.until(
                        "the age of the stream that is watched",
                        () -> watched.available() > 0 && metrics(port).contains("framelog_viewer_stream_age_seconds{"));
                metrics = metrics(port);
            }
        }
        Markdown document = Markdown.read("docs/metrics.md");
        Map<String, String> documented = types(document.prose());
        documented.keySet().removeAll(types(document.section(NOTIFY)).keySet());
        documented.keySet().removeAll(types(document.section(DETECT)).keySet());
        documented.keySet().removeAll(types(document.section(PUBLISHER)).keySet());
        documented.putAll(types(document.section("## Java and the system")));
        assertEquals(types(metrics), documented);
        assertEquals(reasons(metrics, "framelog_viewer_skipped_records_total"), told(document, "## Live streams"));
    }

    private static String metrics(int port) throws IOException, InterruptedException {
        return send(port, "/metrics", BodyHandlers.ofString());
    }

    private static <T> T send(int port, String path, BodyHandler<T> handler) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, handler).body();
    }

    /** The reasons that metrics have as labels. */
    private static Set<String> reasons(String metrics, String name) {
        return Pattern.compile("(?m)^" + name + "\\{reason=\"(\\w+)\"")
                .matcher(metrics)
                .results()
                .map(reason -> reason.group(1))
                .collect(toCollection(TreeSet::new));
    }

    /** What the lists of a section explain. */
    private static Set<String> told(Markdown document, String heading) {
        return document.section(heading).stream()
                .filter(line -> line.startsWith("- `"))
                .flatMap(line -> Markdown.codeSpans(line).limit(1))
                .collect(toCollection(TreeSet::new));
    }
}
