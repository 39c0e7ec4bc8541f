package io.framelog.benchmarks.servers;

import io.framelog.benchmarks.process.Commands;
import io.framelog.benchmarks.process.RunningCommand;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Framelog's own commands, by the launchers in {@code bin/}, beside one broker that is started with the first of them. */
public final class Framelog implements AutoCloseable {
    /** How long anything may take to start. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What a publisher prints once it has opened its source and a new topic is there. */
    public static final Pattern PUBLISHING = Pattern.compile("created the topic");

    private static final Pattern READY = Pattern.compile("is ready at (\\S+), data in (.+) \\(");
    private static final Pattern LISTENING = Pattern.compile("(http://[0-9.:]+)/");

    private final Commands commands;
    private final Path root;
    private final RunningCommand broker;
    private final String bootstrapServer;
    private final Path data;
    private int topics;

    /**
     * Starts the broker.
     *
     * @param root the repository
     */
    public Framelog(Commands commands, Path root) throws InterruptedException {
        this.commands = commands;
        this.root = root;
        broker = commands.start(Map.of(), List.of(launcher("local-kafka"), "--port", "0"));
        Matcher ready = broker.awaitLine(READY, PATIENCE);
        bootstrapServer = ready.group(1);
        data = Path.of(ready.group(2));
    }

    private String launcher(String name) {
        return root.resolve("bin").resolve(name).toString();
    }

    /** Where clients find the broker. */
    public String bootstrapServer() {
        return bootstrapServer;
    }

    /** The folder of the broker's data. */
    public Path data() {
        return data;
    }

    /** The broker's process. */
    public ProcessHandle broker() {
        return broker.handle();
    }

    /** The name of a topic that nobody has used. */
    public String newTopic() {
        return "frames-" + ++topics;
    }

    /** Starts a publisher into a topic. */
    public RunningCommand publisher(String topic, Map<String, String> environment, List<String> arguments) {
        return start("publisher", topic, environment, arguments);
    }

    /** Starts a viewer of a topic on a free port. */
    public RunningCommand viewer(String topic) {
        return start("viewer", topic, Map.of(), List.of("--port", "0"));
    }

    /**
     * Starts {@code viewer export} of a topic.
     *
     * @param prefix a command that runs it, such as taskset with its options; empty for none
     */
    public RunningCommand export(String topic, List<String> prefix, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(launcher("viewer"), "export"));
        command.addAll(arguments);
        return commands.start(environment(topic), command);
    }

    /** Waits until a viewer listens, and tells where. */
    public static URI address(RunningCommand viewer) throws InterruptedException {
        return URI.create(viewer.awaitLine(LISTENING, PATIENCE).group(1));
    }

    private RunningCommand start(
            String service, String topic, Map<String, String> environment, List<String> arguments) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(environment(topic));
        List<String> command = new ArrayList<>(List.of(launcher(service)));
        command.addAll(arguments);
        return commands.start(all, command);
    }

    private Map<String, String> environment(String topic) {
        return Map.of("FRAMELOG_BOOTSTRAP_SERVER", bootstrapServer, "FRAMELOG_TOPIC", topic);
    }

    @Override
    public void close() {
        broker.close();
    }
}
