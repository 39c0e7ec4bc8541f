package io.framelog.localkafka;

import io.framelog.localkafka.broker.BrokerArguments;
import io.framelog.localkafka.broker.BrokerArguments.Role;
import io.framelog.localkafka.broker.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A real single-node Apache Kafka on 127.0.0.1. It runs in its own JVM, which ends with this one, even if this one is
 * killed.
 *
 * <p>Thread-safe. Starting, stopping and killing wait for each other; all other methods return at once.
 */
public final class LocalKafka implements AutoCloseable {

    private final BrokerLauncher launcher;
    private final DataFolder data;
    private volatile RunningBroker broker;

    private LocalKafka(BrokerLauncher launcher, DataFolder data, RunningBroker broker) {
        this.launcher = launcher;
        this.data = data;
        this.broker = broker;
    }

    /** Starts a broker with {@link LocalKafkaOptions#defaults()}. The caller must close it. */
    public static LocalKafka start() {
        return start(LocalKafkaOptions.defaults());
    }

    /**
     * Starts a broker, and returns when it answers clients. The caller must close it.
     *
     * @throws LocalKafkaException if it cannot be started, or this thread is interrupted (its interrupt flag stays
     *     set); then no process and no temporary data are left
     */
    public static LocalKafka start(LocalKafkaOptions options) {
        BrokerCommand command = new BrokerCommand(BrokerClassPath.find(), options.heap(), options.verbose());
        BrokerLauncher launcher = new BrokerLauncher(command, options.access(), options.startTimeout(), new Ports());
        launcher.requireFree(options.port());
        DataFolder data = new DataFolders().open(options.data(), false);
        try {
            return new LocalKafka(launcher, data, launch(launcher, options.port(), data));
        } catch (RuntimeException e) {
            remove(data);
            throw e;
        }
    }

    /** The address for clients: {@code localhost:PORT}. */
    public String bootstrapServer() {
        return "localhost:" + port();
    }

    /** The clients' port. A restart keeps it. */
    public int port() {
        return broker.port();
    }

    /** Kafka's version, such as {@code 4.3.1}. */
    public String version() {
        return broker.version();
    }

    /** The folder with its data and its log, {@code broker.log}. */
    public Path data() {
        return data.path();
    }

    /**
     * The settings for one user's clients, a properties file with the address, the login and the certificates.
     *
     * @param user {@code publisher}, {@code viewer}, {@code export}, {@code notify}, {@code detect} or {@code admin}; {@code client} if
     *     this broker has encryption and no users
     */
    public Path clientSettings(String user) {
        return data.client(user);
    }

    /** Whether {@link #close()} deletes the data. */
    public boolean isTemporary() {
        return data.temporary();
    }

    /** The broker's process. A restart changes it. */
    public ProcessHandle process() {
        return broker.process().handle();
    }

    /** Whether the broker's process is alive. */
    public boolean isRunning() {
        return broker.process().isAlive();
    }

    /**
     * Waits until the broker ends for any reason.
     *
     * @return its exit code
     */
    public int awaitExit() throws InterruptedException {
        return broker.process().awaitExit();
    }

    /**
     * Shuts the broker down cleanly, or kills it after 12 s. Keeps the data for {@link #restart()}. No effect if it has
     * ended.
     */
    public synchronized void stop() {
        broker.process().stop();
    }

    /** Kills the broker like a crash (SIGKILL). Keeps the data for {@link #restart()}. No effect if it has ended. */
    public synchronized void kill() {
        broker.process().kill();
    }

    /**
     * Starts the broker again with the same port and data. Stops it first if it runs. After a {@link #kill()} this
     * takes 9 s longer, since Kafka waits until the killed broker's session is over.
     *
     * @throws LocalKafkaException if it cannot be started
     */
    public synchronized void restart() {
        stop();
        launcher.requireFree(broker.port());
        broker = launch(launcher, broker.port(), data);
    }

    private static RunningBroker launch(BrokerLauncher launcher, int port, DataFolder data) {
        Ports ports = new Ports();
        String clusterId = ClusterId.of(data);
        return launcher.launch(
                port, chosen -> new BrokerArguments(Role.SINGLE, 1, chosen, ports.free(), clusterId, data));
    }

    /** Stops the broker, and deletes its data if they are temporary. */
    @Override
    public synchronized void close() {
        stop();
        remove(data);
    }

    private static void remove(DataFolder data) {
        try {
            data.removeIfTemporary();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the temporary data in " + data.path(), e);
        }
    }
}
