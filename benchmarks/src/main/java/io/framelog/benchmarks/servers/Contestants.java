package io.framelog.benchmarks.servers;

import io.framelog.benchmarks.camera.Camera;
import io.framelog.benchmarks.process.Commands;
import io.framelog.benchmarks.process.RunningCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** All servers that are compared. A new one is one more record in {@link #all}. */
public final class Contestants {
    private static final int MOST_VIEWERS = 2000;
    /** Flask needs a thread and a Kafka consumer for each viewer, all under one interpreter's lock. */
    private static final int MOST_FLASK_VIEWERS = 50;

    private static final int FLASK_THREADS = MOST_FLASK_VIEWERS + 14;
    /** Without its camera ustreamer shows a picture that says so. */
    private static final Predicate<String> ONLINE =
            Pattern.compile("\"online\":\\s*true").asPredicate();

    private final Framelog framelog;
    private final Commands commands;
    private final Http http;
    private final Path scripts;
    private final List<Contestant> all;

    /**
     * Looks which servers are installed.
     *
     * @param scripts the folder of {@code viewer.py}
     * @param isDevice whether the camera is a V4L2 device
     */
    public Contestants(Framelog framelog, Commands commands, Http http, Path scripts, boolean isDevice)
            throws InterruptedException {
        this.framelog = framelog;
        this.commands = commands;
        this.http = http;
        this.scripts = scripts;
        Optional<String> python = new Python(commands).with("flask, gunicorn, kafka");
        Optional<String> noUstreamer = commands.firstLine("ustreamer", "--version")
                        .isEmpty()
                ? Optional.of("it is not installed")
                : isDevice ? Optional.empty() : Optional.of("it opens V4L2 devices only, and --device names none");
        Optional<String> noFlask = python.isPresent()
                ? Optional.empty()
                : Optional.of("no Python here has flask, gunicorn and kafka"
                        + " (Debian: python3-flask, gunicorn, python3-kafka)");
        all = List.of(
                new Contestant(
                        "Framelog",
                        Optional.empty(),
                        MOST_VIEWERS,
                        camera -> framelog.serve(framelog.newTopic(), camera, "default")),
                new Contestant("ustreamer", noUstreamer, MOST_VIEWERS, this::ustreamer),
                new Contestant(
                        "Flask, gunicorn, kafka-python",
                        noFlask,
                        MOST_FLASK_VIEWERS,
                        camera -> flask(python.orElseThrow(), camera)));
    }

    /** The servers that can be measured here. */
    public List<Contestant> present() {
        return all.stream().filter(server -> server.obstacle().isEmpty()).toList();
    }

    /** A note about each server that cannot be measured. */
    public List<String> absent() {
        return all.stream()
                .filter(server -> server.obstacle().isPresent())
                .map(server ->
                        server.name() + " is absent: " + server.obstacle().get() + ".")
                .toList();
    }

    /** pikvm/ustreamer, in C, without Kafka: it passes the camera's JPEGs through. */
    private RunningServer ustreamer(Camera camera) throws IOException, InterruptedException {
        int port = Http.freePort();
        RunningCommand server = commands.start(
                camera.environment(),
                List.of(
                        "ustreamer",
                        "--device=" + camera.device().orElseThrow(),
                        "--format=MJPEG",
                        "--encoder=HW",
                        "--resolution=640x480",
                        "--desired-fps=30",
                        "--host=127.0.0.1",
                        "--port=" + port));
        URI address = URI.create("http://127.0.0.1:" + port);
        http.await(address.resolve("/state"), ONLINE);
        return new RunningServer(
                address.resolve("/stream?extra_headers=1"),
                "HTTP/1.1",
                server.handle(),
                Optional.empty(),
                Optional.empty(),
                List.of(server));
    }

    /** What tutorials build: Flask under gunicorn, a kafka-python consumer for each viewer; Framelog publishes. */
    private RunningServer flask(String interpreter, Camera camera) throws IOException, InterruptedException {
        Topic topic = framelog.newTopic();
        RunningCommand publisher = framelog.publisher(topic, camera, "default");
        Framelog.awaitPublishing(publisher);
        int port = Http.freePort();
        RunningCommand server = commands.start(
                Map.of("TOPIC", topic.name(), "BOOTSTRAP_SERVER", framelog.bootstrapServer()),
                List.of(
                        interpreter,
                        "-m",
                        "gunicorn",
                        "--chdir=" + scripts,
                        "--worker-class=gthread",
                        "--threads=" + FLASK_THREADS,
                        "--bind=127.0.0.1:" + port,
                        "viewer:app"));
        URI address = URI.create("http://127.0.0.1:" + port);
        http.awaitOk(address.resolve("/"));
        return new RunningServer(
                address.resolve("/kaf/"),
                "HTTP/1.0", // it would answer HTTP/1.1 in chunks
                server.handle(),
                Optional.of(publisher.handle()),
                Optional.of(framelog.broker()),
                List.of(publisher, server));
    }
}
