package io.framelog.localkafka;

import io.framelog.localkafka.broker.BrokerArguments;
import io.framelog.localkafka.broker.BrokerArguments.Role;
import io.framelog.localkafka.broker.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several real Kafka brokers on 127.0.0.1, which stand in for each other. Each runs in its own JVM, and so does their
 * controller. Topics have three replicas, of which two must have a record. All of them end with this JVM.
 *
 * <p>Brokers are counted from 1. Thread-safe: starting, stopping and killing a broker wait for each other.
 */
public final class LocalCluster implements AutoCloseable {

    /** The least number of brokers: as many as replicas. */
    public static final int MIN_NODES = 3;
    /** The largest number of brokers. */
    public static final int MAX_NODES = 9;

    private static final int ANY_PORT = 0;

    private final BrokerLauncher launcher;
    private final DataFolder data;
    private final String clusterId;
    private final RunningBroker controller;
    private final List<RunningBroker> brokers = new ArrayList<>();

    private LocalCluster(BrokerLauncher launcher, DataFolder data) {
        this.launcher = launcher;
        this.data = data;
        DataFolder folder = data.controller();
        clusterId = ClusterId.of(folder);
        controller = launcher.launch(
                ANY_PORT,
                port -> new BrokerArguments(
                        Role.CONTROLLER, BrokerArguments.CONTROLLER_NODE, port, port, clusterId, folder));
    }

    /**
     * Starts the brokers, and returns when they answer clients. The caller must close it.
     *
     * @param options their port is that of the first broker, and the others have the next ones; encryption and users
     *     are not supported
     * @param nodes how many brokers, {@value #MIN_NODES} to {@value #MAX_NODES}
     * @throws LocalKafkaException if they cannot be started; then no process and no temporary data are left
     */
    public static LocalCluster start(LocalKafkaOptions options, int nodes) {
        BrokerCommand command = new BrokerCommand(BrokerClassPath.find(), options.heap(), options.verbose());
        BrokerLauncher launcher = new BrokerLauncher(command, options.access(), options.startTimeout(), new Ports());
        for (int i = 0; i < nodes && options.port() != ANY_PORT; i++) {
            launcher.requireFree(options.port() + i);
        }
        DataFolder data = new DataFolders().open(options.data(), true);
        LocalCluster cluster;
        try {
            cluster = new LocalCluster(launcher, data);
        } catch (RuntimeException e) {
            remove(data);
            throw e;
        }
        try {
            for (int i = 0; i < nodes; i++) {
                cluster.brokers.add(cluster.launch(i + 1, options.port() == ANY_PORT ? ANY_PORT : options.port() + i));
            }
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private RunningBroker launch(int node, int port) {
        DataFolder folder = data.broker(node);
        return launcher.launch(
                port, chosen -> new BrokerArguments(Role.BROKER, node, chosen, controller.port(), clusterId, folder));
    }

    /** The addresses for clients: {@code localhost:PORT}, separated by commas. */
    public synchronized String bootstrapServers() {
        return brokers.stream().map(broker -> "localhost:" + broker.port()).collect(Collectors.joining(","));
    }

    /** How many brokers there are. */
    public synchronized int nodes() {
        return brokers.size();
    }

    /** The port of a broker. A restart keeps it. */
    public synchronized int port(int node) {
        return brokers.get(node - 1).port();
    }

    /** The process of a broker. A restart changes it. */
    public ProcessHandle process(int node) {
        return broker(node).handle();
    }

    /** Kafka's version, such as {@code 4.3.1}. */
    public String version() {
        return controller.version();
    }

    /** The folder with the data and logs of all nodes. */
    public Path data() {
        return data.path();
    }

    /** Whether {@link #close()} deletes the data. */
    public boolean isTemporary() {
        return data.temporary();
    }

    /** Shuts a broker down cleanly. Keeps its data for {@link #restart}. */
    public void stop(int node) {
        broker(node).stop();
    }

    /** Kills a broker like a crash (SIGKILL). Keeps its data for {@link #restart}. */
    public void kill(int node) {
        broker(node).kill();
    }

    /**
     * Starts a broker again with the same port and data. Stops it first if it runs.
     *
     * @throws LocalKafkaException if it cannot be started
     */
    public synchronized void restart(int node) {
        stop(node);
        launcher.requireFree(port(node));
        brokers.set(node - 1, launch(node, port(node)));
    }

    /** Stops all nodes, and deletes their data if they are temporary. */
    @Override
    public synchronized void close() {
        // Together: one that is left alone would wait for the others while it stops.
        brokers.parallelStream().forEach(broker -> broker.process().stop());
        controller.process().stop();
        remove(data);
    }

    /** The process of a broker. */
    synchronized BrokerProcess broker(int node) {
        return brokers.get(node - 1).process();
    }

    /** The process of the controller. */
    BrokerProcess controller() {
        return controller.process();
    }

    private static void remove(DataFolder data) {
        try {
            data.removeIfTemporary();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the temporary data in " + data.path(), e);
        }
    }
}
