package io.framelog.benchmarks.faults;

import io.framelog.benchmarks.process.RunningCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/** Brokers that stand in for each other. {@code local-kafka} starts one again that has ended. Not thread-safe. */
final class Cluster {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final RunningCommand command;
    private final String address;
    private final int nodes;
    /** The processes that brokers have had. */
    private final Set<Long> known = new HashSet<>();
    /** The process of each broker, counted from 1. */
    private final Map<Integer, Long> processes = new HashMap<>();

    /**
     * Of a running {@code local-kafka}.
     *
     * @param address of all brokers
     */
    Cluster(RunningCommand command, String address, int nodes) throws InterruptedException {
        this.command = command;
        this.address = address;
        this.nodes = nodes;
        for (int node = 1; node <= nodes; node++) {
            processes.put(node, awaitNext(node));
        }
    }

    /** Waits until a broker has a process that was not known yet. */
    private long awaitNext(int node) throws InterruptedException {
        String others = known.stream().map(pid -> "(?!" + pid + " )").collect(Collectors.joining());
        Pattern told = Pattern.compile("Broker " + node + " is process " + others + "(\\d+)");
        long pid = Long.parseLong(command.awaitLine(told, LIMIT).group(1));
        known.add(pid);
        return pid;
    }

    /** The address of all brokers. */
    String address() {
        return address;
    }

    /** How many brokers there are. */
    int nodes() {
        return nodes;
    }

    /**
     * Ends a broker, and waits until it is back and has all records.
     *
     * @param signal ends it
     */
    void restart(int node, String signal) throws IOException, InterruptedException, ExecutionException {
        Scene.signal(signal, Objects.requireNonNull(processes.get(node)));
        processes.put(node, awaitNext(node));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            while (!hasAllReplicas(admin)) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    /** Ends all of them. */
    void close() {
        command.close();
    }

    private boolean hasAllReplicas(Admin admin) throws InterruptedException, ExecutionException {
        return admin.describeTopics(List.of(LogFrames.TOPIC)).allTopicNames().get().values().stream()
                .map(TopicDescription::partitions)
                .flatMap(List::stream)
                .allMatch(partition -> partition.isr().size() == nodes);
    }
}
