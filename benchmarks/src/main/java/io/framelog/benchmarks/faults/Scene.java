package io.framelog.benchmarks.faults;

import io.framelog.benchmarks.load.WallClock;
import io.framelog.benchmarks.process.Commands;
import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.servers.Framelog;
import io.framelog.benchmarks.servers.Http;
import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Broker and services of one fault, each in its own process.
 *
 * @param root the repository
 * @param scratch a folder that is deleted at the end
 * @param commands starts the processes, and ends them
 * @param length how long the faults that need it last
 * @param viewers how many clients there are where there are many
 */
public record Scene(Path root, Path scratch, Commands commands, Duration length, int viewers) {
    private static final String BOOTSTRAP = "FRAMELOG_BOOTSTRAP_SERVER";
    private static final Pattern READY = Pattern.compile("is ready at (\\S+),");
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    /** A broker that comes back at its address. */
    record Broker(RunningCommand command, int port, Path data) {
        String address() {
            return "localhost:" + port;
        }

        /** Sends a signal to the JVM of the broker itself. */
        void signal(String name) throws IOException, InterruptedException {
            for (ProcessHandle jvm : command.process().descendants().toList()) {
                Scene.signal(name, jvm.pid());
            }
        }
    }

    /** Starts a broker and waits until it is ready. */
    Broker broker(int port, Path data) throws InterruptedException {
        Broker broker = start(port, data);
        broker.command().awaitLine(READY, START_LIMIT);
        return broker;
    }

    private Broker start(int port, Path data) {
        RunningCommand command = commands.start(
                Map.of(),
                List.of(launcher("local-kafka"), "--port", Integer.toString(port), "--data", data.toString()));
        return new Broker(command, port, data);
    }

    /** Starts a broker that has ended again, and does not wait for it. */
    Broker restart(Broker ended) {
        return start(ended.port(), ended.data());
    }

    /** Starts a broker on a free port. */
    Broker broker() throws IOException, InterruptedException {
        return broker(Http.freePort(), scratch.resolve("kafka"));
    }

    /** Starts several brokers and waits until they are ready. */
    Cluster cluster(int nodes) throws InterruptedException {
        RunningCommand command = commands.start(
                Map.of(),
                List.of(launcher("local-kafka"), "--nodes", Integer.toString(nodes), "--port", "0", "--heap", "256m"));
        String address = command.awaitLine(READY, START_LIMIT).group(1);
        return new Cluster(command, address, nodes);
    }

    /** Starts a publisher. */
    RunningCommand publisher(Broker broker, String stream, String... arguments) {
        return publisher(broker.address(), stream, arguments);
    }

    /** Starts a publisher to a Kafka at an address. */
    RunningCommand publisher(String address, String stream, String... arguments) {
        return service(Map.of(), address, "publisher", with(List.of(arguments), "--stream", stream));
    }

    /** Starts a viewer on a free port. */
    RunningCommand viewer(Broker broker) {
        return viewer(broker.address());
    }

    /** Starts a viewer of a Kafka at an address on a free port. */
    RunningCommand viewer(String address) {
        return service(Map.of(), address, "viewer", List.of("--port", "0"));
    }

    /** Starts a service with further variables. */
    RunningCommand service(Map<String, String> variables, Broker broker, String name, List<String> arguments) {
        return service(variables, broker.address(), name, arguments);
    }

    private RunningCommand service(Map<String, String> variables, String address, String name, List<String> arguments) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put(BOOTSTRAP, address);
        return commands.start(environment, with(arguments, launcher(name)));
    }

    private static List<String> with(List<String> arguments, String... first) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(arguments);
        return all;
    }

    private String launcher(String name) {
        return root.resolve("bin").resolve(name).toString();
    }

    /** Waits until a viewer has a stream's picture, and returns the address of its video. */
    URI video(RunningCommand viewer, String stream) throws InterruptedException {
        URI address = Framelog.address(viewer);
        new Http().awaitOk(address.resolve("/streams/" + stream + ".jpg"));
        return address.resolve("/streams/" + stream + ".mjpeg");
    }

    /** A clock for clients. */
    WallClock clock() {
        return new WallClock();
    }

    /** Sends a signal. */
    static void signal(String name, long pid) throws IOException, InterruptedException {
        if (new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor() != 0) {
            throw new CommandFailure(ExitCode.UNEXPECTED, "kill -" + name + " " + pid + " failed");
        }
    }
}
