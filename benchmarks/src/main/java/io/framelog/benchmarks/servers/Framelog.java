package io.framelog.benchmarks.servers;

import io.framelog.benchmarks.camera.Camera;
import io.framelog.benchmarks.process.Commands;
import io.framelog.benchmarks.process.RunningCommand;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Framelog's commands, by the launchers in {@code bin/}, and one broker for all of them. */
public final class Framelog implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("is ready at (\\S+), data in (.+) \\(");
    private static final Pattern LISTENING = Pattern.compile("(http://[0-9.:]+)/");
    /** What a publisher prints once it has opened its source and its new topic exists. */
    private static final Pattern PUBLISHING = Pattern.compile("created the topic");

    private final Commands commands;
    private final Path root;
    private final Http http;
    private final RunningCommand broker;
    private final String bootstrapServer;
    private final Path data;
    private int topics;

    /**
     * Starts the broker, which closing this ends.
     *
     * @param root the repository
     */
    public Framelog(Commands commands, Path root, Http http) throws InterruptedException {
        this.commands = commands;
        this.root = root;
        this.http = http;
        broker = commands.start(Map.of(), List.of(launcher("local-kafka"), "--port", "0"));
        Matcher ready = broker.awaitLine(READY, START_LIMIT);
        bootstrapServer = ready.group(1);
        data = Path.of(ready.group(2));
    }

    private String launcher(String name) {
        return root.resolve("bin").resolve(name).toString();
    }

    /** The broker's address. */
    public String bootstrapServer() {
        return bootstrapServer;
    }

    /** The broker's folder of data. */
    public Path data() {
        return data;
    }

    /** The broker's process. */
    public ProcessHandle broker() {
        return broker.handle();
    }

    /** A topic with an unused name; a publisher creates it, or {@link Topic#create}. */
    public Topic newTopic() {
        return new Topic(bootstrapServer, "frames-" + ++topics);
    }

    /** Starts a publisher. */
    public RunningCommand publisher(Topic topic, List<String> arguments) {
        return start(topic, Map.of(), List.of(launcher("publisher")), arguments);
    }

    /** Starts a publisher of a camera. */
    public RunningCommand publisher(Topic topic, Camera camera, String stream) {
        List<String> arguments = new ArrayList<>(camera.publisherArguments());
        arguments.addAll(List.of("--stream", stream));
        return start(topic, camera.environment(), List.of(launcher("publisher")), arguments);
    }

    /** Waits until a publisher into a new topic has opened its source. */
    public static void awaitPublishing(RunningCommand publisher) throws InterruptedException {
        publisher.awaitLine(PUBLISHING, START_LIMIT);
    }

    /** Starts a viewer on a free port. */
    public RunningCommand viewer(Topic topic) {
        return start(topic, Map.of(), List.of(launcher("viewer")), List.of("--port", "0"));
    }

    /** Waits until a viewer listens, and returns its address. */
    public static URI address(RunningCommand viewer) throws InterruptedException {
        return URI.create(viewer.awaitLine(LISTENING, START_LIMIT).group(1));
    }

    /**
     * Starts {@code viewer export}.
     *
     * @param prefix a command that runs it, such as taskset with its options; empty for none
     */
    public RunningCommand export(Topic topic, List<String> prefix, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(launcher("viewer"), "export"));
        return start(topic, Map.of(), command, arguments);
    }

    /**
     * Starts {@code viewer detect}.
     *
     * @param prefix a command that runs it, such as taskset with its options; empty for none
     */
    public RunningCommand detect(Topic topic, List<String> prefix, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(launcher("viewer"), "detect"));
        return start(topic, Map.of(), command, arguments);
    }

    /** Starts a viewer and a publisher of a camera, and waits until the viewer has its picture. */
    public RunningServer serve(Topic topic, Camera camera, String stream) throws InterruptedException {
        RunningCommand publisher = publisher(topic, camera, stream);
        RunningCommand viewer = viewer(topic);
        return server(viewer, stream, Optional.of(publisher));
    }

    /** A running viewer as a server of one stream, once it has its picture. */
    public RunningServer server(RunningCommand viewer, String stream, Optional<RunningCommand> publisher)
            throws InterruptedException {
        URI address = address(viewer).resolve("/streams/" + stream + ".mjpeg");
        http.awaitOk(address.resolve(stream + ".jpg"));
        List<RunningCommand> started = new ArrayList<>(publisher.stream().toList());
        started.add(viewer);
        return new RunningServer(
                address,
                "HTTP/1.1",
                viewer.handle(),
                publisher.map(RunningCommand::handle),
                Optional.of(broker.handle()),
                started);
    }

    private RunningCommand start(
            Topic topic, Map<String, String> environment, List<String> command, List<String> arguments) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("FRAMELOG_BOOTSTRAP_SERVER", bootstrapServer);
        variables.put("FRAMELOG_TOPIC", topic.name());
        List<String> all = new ArrayList<>(command);
        all.addAll(arguments);
        return commands.start(variables, all);
    }

    @Override
    public void close() {
        broker.close();
    }
}
