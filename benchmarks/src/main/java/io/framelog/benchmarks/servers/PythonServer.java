package io.framelog.benchmarks.servers;

import io.framelog.benchmarks.process.Commands;
import io.framelog.benchmarks.process.FreePort;
import io.framelog.benchmarks.process.RunningCommand;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tutorials build: Flask under gunicorn, a kafka-python consumer for each viewer; from what Framelog publishes. */
public final class PythonServer implements StreamServer {
    /** A thread each, and all of them under one interpreter's lock. */
    private static final int MOST_VIEWERS = 50;

    private static final int THREADS = MOST_VIEWERS + 14;

    private final Framelog framelog;
    private final Commands commands;
    private final Optional<String> interpreter;
    private final Path scripts;

    /**
     * Not started yet.
     *
     * @param framelog its publisher and broker
     * @param python where the packages are looked for
     * @param scripts the folder of {@code viewer.py}
     */
    public PythonServer(Framelog framelog, Commands commands, Python python, Path scripts) {
        this.framelog = framelog;
        this.commands = commands;
        this.interpreter = python.with("flask", "gunicorn", "kafka");
        this.scripts = scripts;
    }

    @Override
    public String name() {
        return "Flask, gunicorn, kafka-python";
    }

    @Override
    public Optional<String> obstacle() {
        return interpreter.isPresent()
                ? Optional.empty()
                : Optional.of(
                        "no Python here has flask, gunicorn and kafka (Debian: python3-flask, gunicorn, python3-kafka)");
    }

    @Override
    public int mostViewers() {
        return MOST_VIEWERS;
    }

    @Override
    public RunningServer start(VideoInput input) throws InterruptedException {
        String topic = framelog.newTopic();
        RunningCommand publisher = framelog.publisher(topic, input.environment(), input.publisherArguments());
        publisher.awaitLine(Framelog.PUBLISHING, Framelog.PATIENCE);
        int port = FreePort.find();
        RunningCommand server = commands.start(
                Map.of("TOPIC", topic, "BOOTSTRAP_SERVER", framelog.bootstrapServer()),
                List.of(
                        interpreter.orElseThrow(),
                        "-m",
                        "gunicorn",
                        "--chdir",
                        scripts.toString(),
                        "--worker-class",
                        "gthread",
                        "--threads",
                        Integer.toString(THREADS),
                        "--bind",
                        "127.0.0.1:" + port,
                        "viewer:app"));
        URI address = URI.create("http://127.0.0.1:" + port);
        Http.awaitOk(address.resolve("/"));
        return new RunningServer(
                address.resolve("/kaf/"),
                "HTTP/1.0", // in 1.1 it would answer in chunks
                server.handle(),
                Optional.of(publisher.handle()),
                Optional.of(framelog.broker()),
                List.of(publisher, server));
    }
}
