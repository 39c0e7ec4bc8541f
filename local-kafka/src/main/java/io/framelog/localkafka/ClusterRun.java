package io.framelog.localkafka;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Keeps a cluster running for the command, until it is interrupted: a broker that has ended is started again. */
final class ClusterRun {

    private static final int EXIT_INTERRUPTED = 130;

    private final LocalCluster cluster;
    private final Consumer<String> output;

    ClusterRun(LocalCluster cluster, Consumer<String> output) {
        this.cluster = cluster;
        this.output = output;
    }

    /**
     * Runs until Ctrl-C.
     *
     * @return the exit code of the command
     * @throws LocalKafkaException if the controller ends, or a broker cannot be started again
     */
    int runUntilEnd() throws InterruptedException {
        output.accept("Kafka " + cluster.version() + " is ready at " + cluster.bootstrapServers() + ", data in "
                + cluster.data() + (cluster.isTemporary() ? " (removed at the end)" : " (kept)"));
        IntStream.rangeClosed(1, cluster.nodes()).forEach(this::tell);
        while (true) {
            awaitAnyEnd();
            if (!cluster.controller().isAlive()) {
                int exitCode = cluster.controller().awaitExit();
                // Ctrl-C reaches the nodes' processes, too, and may end them before this thread is interrupted.
                if (exitCode == EXIT_INTERRUPTED) {
                    return EXIT_INTERRUPTED;
                }
                throw new LocalKafkaException(
                        LocalKafkaException.Reason.FAILED, "the controller ended with exit code " + exitCode);
            }
            for (int node = 1; node <= cluster.nodes(); node++) {
                if (!cluster.process(node).isAlive()) {
                    int exitCode = cluster.broker(node).awaitExit();
                    if (exitCode == EXIT_INTERRUPTED) {
                        return EXIT_INTERRUPTED;
                    }
                    output.accept("Broker " + node + " has ended with exit code " + exitCode + " and is started again");
                    cluster.restart(node);
                    tell(node);
                }
            }
        }
    }

    private void tell(int node) {
        output.accept("Broker " + node + " is process " + cluster.process(node).pid() + " at localhost:"
                + cluster.port(node));
    }

    private void awaitAnyEnd() throws InterruptedException {
        Stream<ProcessHandle> brokers =
                IntStream.rangeClosed(1, cluster.nodes()).mapToObj(cluster::process);
        try {
            Object unused = CompletableFuture.anyOf(Stream.concat(
                                    brokers, Stream.of(cluster.controller().handle()))
                            .map(ProcessHandle::onExit)
                            .toArray(CompletableFuture<?>[]::new))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
