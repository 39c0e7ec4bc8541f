package io.framelog.viewer;

import io.framelog.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code viewer notify} in a process of its own. */
final class NotifyProcess implements AutoCloseable {
    private final ServiceProcess process;

    /** Starts it, and waits until it reads the events of a topic of frames. */
    static NotifyProcess start(String bootstrapServer, String topic, String... arguments) throws InterruptedException {
        NotifyProcess started = launch(bootstrapServer, topic, arguments);
        started.process.awaitLine("has the topic " + topic + "-events");
        return started;
    }

    /** Starts it. */
    static NotifyProcess launch(String bootstrapServer, String topic, String... arguments) {
        return new NotifyProcess(bootstrapServer, topic, arguments);
    }

    private NotifyProcess(String bootstrapServer, String topic, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                Viewer.class.getName(),
                "notify",
                "--bootstrap-server",
                bootstrapServer,
                "--topic",
                topic));
        command.addAll(List.of(arguments));
        process = ServiceProcess.startCommand(
                Path.of(System.getProperty("java.home"), "bin", "java"), command.toArray(String[]::new));
    }

    ServiceProcess process() {
        return process;
    }

    /** Ends it without a chance to do anything. */
    void kill() throws IOException, InterruptedException {
        process.signal("KILL");
        int unused = process.awaitExit();
    }

    @Override
    public void close() {
        process.close();
    }
}
