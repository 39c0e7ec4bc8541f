package io.framelog.e2e;

import io.framelog.testing.ServiceProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The services of one test, started by their launchers against one broker and stopped together. Not thread-safe. */
final class Services implements AutoCloseable {
    private final Map<String, String> environment;
    private final List<ServiceProcess> running = new ArrayList<>();

    /** @param topic the topic of the frames */
    Services(String bootstrapServer, String topic) {
        environment = Map.of("FRAMELOG_BOOTSTRAP_SERVER", bootstrapServer, "FRAMELOG_TOPIC", topic);
    }

    /** Starts a publisher. */
    ServiceProcess publisher(String... arguments) {
        return start("publisher", arguments);
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
        running.add(process);
        return process;
    }

    /** Starts a service by its launcher. */
    ServiceProcess start(String service, String... arguments) {
        ServiceProcess process = ServiceProcess.start(service, environment, arguments);
        running.add(process);
        return process;
    }

    @Override
    public void close() {
        running.forEach(ServiceProcess::close);
    }
}
