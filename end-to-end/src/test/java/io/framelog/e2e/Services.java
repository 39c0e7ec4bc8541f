package io.framelog.e2e;

import io.framelog.testing.ServiceProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The services of one test, started by their launchers against one broker, and its browser. They are stopped together.
 * Not thread-safe.
 */
final class Services implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> environment;
    private final List<Runnable> ends = new ArrayList<>();

    /** @param topic the topic of the frames */
    Services(String bootstrapServer, String topic) {
        environment = Map.of("FRAMELOG_BOOTSTRAP_SERVER", bootstrapServer, "FRAMELOG_TOPIC", topic);
    }

    /** Starts a publisher. */
    ServiceProcess publisher(String... arguments) {
        return start("publisher", arguments);
    }

    /** Starts a publisher of a test pattern with few frames: browsers in tests draw them without a GPU. */
    ServiceProcess camera(String stream) {
        return publisher("--test-pattern", "--stream", stream, "--fps", "10");
    }

    /**
     * Starts a viewer on a free port and waits until it listens.
     *
     * @return its port
     */
    int viewer(String... arguments) throws InterruptedException {
        String[] all = new String[arguments.length + 2];
        all[0] = "--port";
        all[1] = "0";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Integer.parseInt(
                start("viewer", all).awaitLine("http://127\\.0\\.0\\.1:(\\d+)/").group(1));
    }

    /** Runs a shell command in the root of the repository, as a user types it there. */
    ServiceProcess typed(String command) {
        String root = System.getProperty("framelog.root", "..");
        ServiceProcess process =
                ServiceProcess.startCommand(Path.of("/bin/sh"), "-c", "cd '" + root + "' && exec " + command);
        ends.add(process::close);
        return process;
    }

    /** Starts a service by its launcher. */
    ServiceProcess start(String service, String... arguments) {
        ServiceProcess process = ServiceProcess.start(service, environment, arguments);
        ends.add(process::close);
        return process;
    }

    /** Starts a browser, as {@link BrowserKind#start} does. */
    Browser browser(BrowserKind kind, Path folder, int width, int height) throws Exception {
        Browser browser = kind.start(folder, width, height);
        ends.add(browser::close);
        return browser;
    }

    /** The body of an answer. */
    String get(String address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    /**
     * A figure of a viewer.
     *
     * @param page the viewer's address
     * @param name the name of the metric, without labels
     */
    double metric(String page, String name) throws Exception {
        return get(page + "metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no metric " + name));
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}
