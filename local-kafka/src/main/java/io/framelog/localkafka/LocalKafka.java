package io.framelog.localkafka;

import io.framelog.localkafka.broker.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A real Apache Kafka of one node on 127.0.0.1, in a JVM of its own that ends with this one, whatever ends this one.
 *
 * <p>Thread-safe: starting, stopping and killing wait for one another; everything else answers at once.
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

    /** Starts a broker as {@link LocalKafkaOptions#defaults()} says. */
    public static LocalKafka start() {
        return start(LocalKafkaOptions.defaults());
    }

    /**
     * Starts a broker and returns when it answers clients.
     *
     * @throws LocalKafkaException where that cannot be; nothing of it is left behind then. An interrupt ends the wait in this way
     *     too, and stays set.
     */
    public static LocalKafka start(LocalKafkaOptions options) {
        BrokerCommand command = new BrokerCommand(BrokerClassPath.find(), options.heap(), options.verbose());
        BrokerLauncher launcher = new BrokerLauncher(command, options.startTimeout(), new Ports());
        launcher.requireFree(options.port());
        DataFolder data = new DataFolders().open(options.data());
        try {
            return new LocalKafka(launcher, data, launcher.launch(options.port(), data));
        } catch (RuntimeException e) {
            remove(data);
            throw e;
        }
    }

    /** Where clients reach it: {@code localhost:PORT}. */
    public String bootstrapServer() {
        return "localhost:" + port();
    }

    /** The clients' port; the same after a restart. */
    public int port() {
        return broker.port();
    }

    /** The version of Kafka that runs: {@code 4.3.1}. */
    public String version() {
        return broker.version();
    }

    /** The folder that holds its data and its log, {@code broker.log}. */
    public Path data() {
        return data.path();
    }

    /** Whether {@link #close()} removes the data. */
    public boolean isTemporary() {
        return data.temporary();
    }

    /** The broker's own process; another one after a restart. */
    public ProcessHandle process() {
        return broker.process().handle();
    }

    /** Whether the broker's process is alive. */
    public boolean isRunning() {
        return broker.process().isAlive();
    }

    /**
     * Waits until the broker ends, by itself or because it is stopped or killed.
     *
     * @return its exit code
     */
    public int awaitExit() throws InterruptedException {
        return broker.process().awaitExit();
    }

    /** Shuts the broker down cleanly, by force after 12 s. Its data stay for {@link #restart()}. Does nothing where it has ended. */
    public synchronized void stop() {
        broker.process().stop();
    }

    /** Kills the broker as a crash would (SIGKILL). Its data stay for {@link #restart()}. Does nothing where it has ended. */
    public synchronized void kill() {
        broker.process().kill();
    }

    /**
     * Starts the broker again, on the same port and data; stops it before where it runs. After a {@link #kill()} this takes 3 s
     * longer: for so long Kafka waits for the killed broker.
     *
     * @throws LocalKafkaException where it cannot be started
     */
    public synchronized void restart() {
        stop();
        launcher.requireFree(broker.port());
        broker = launcher.launch(broker.port(), data);
    }

    /** Stops the broker and removes its data where they are temporary. */
    @Override
    public synchronized void close() {
        stop();
        remove(data);
    }

    private static void remove(DataFolder data) {
        try {
            data.removeIfTemporary();
        } catch (IOException e) {
            throw new UncheckedIOException("temporary data were not removed from " + data.path(), e);
        }
    }
}
