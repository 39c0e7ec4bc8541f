package io.framelog.localkafka;

import io.framelog.localkafka.LocalKafkaException.Reason;
import io.framelog.localkafka.broker.BrokerArguments;
import io.framelog.localkafka.broker.BrokerReport;
import io.framelog.localkafka.broker.DataFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Starts the broker's JVM and waits until it is ready. Immutable. */
final class BrokerLauncher {

    private static final int ANY_PORT = 0;
    private static final int ATTEMPTS = 3;

    private final BrokerCommand command;
    private final Duration timeout;
    private final Ports ports;

    BrokerLauncher(BrokerCommand command, Duration timeout, Ports ports) {
        this.command = command;
        this.timeout = timeout;
        this.ports = ports;
    }

    /**
     * Refuses a port that is taken, before anything is started or made.
     *
     * @param port a port, or 0 for any
     */
    void requireFree(int port) {
        if (port != ANY_PORT) {
            ports.requireFree(port);
        }
    }

    /**
     * Starts a broker. Where that fails, its JVM has ended when this returns.
     *
     * @param port the clients' port, or 0 for any
     * @throws LocalKafkaException where it cannot be started, is not ready in time, or this thread is interrupted
     */
    RunningBroker launch(int port, DataFolder data) {
        for (int attempt = 1; ; attempt++) {
            int clientsPort = port == ANY_PORT ? ports.free() : port;
            try {
                return launchOnce(new BrokerArguments(clientsPort, ports.free(), data));
            } catch (LocalKafkaException e) {
                // A port that was free may have been taken until Kafka came to it: another one then, but never for the
                // one asked for.
                if (e.reason() != Reason.PORT_TAKEN || attempt == ATTEMPTS) {
                    throw e;
                }
                requireFree(port);
            }
        }
    }

    private RunningBroker launchOnce(BrokerArguments arguments) {
        BrokerProcess process;
        try {
            process = BrokerProcess.start(command.line(arguments), arguments.data(), command.verbose());
        } catch (IOException e) {
            throw new LocalKafkaException(Reason.FAILED, "Kafka's JVM cannot be started: " + e.getMessage(), e);
        }
        try {
            Optional<BrokerReport> report = process.awaitReport(timeout);
            if (report.isPresent() && report.get().kind() == BrokerReport.Kind.READY) {
                return new RunningBroker(process, arguments.port(), report.get().text());
            }
            process.stop();
            throw report.isPresent()
                    ? refusal(arguments, report.get(), process)
                    : failure(
                            "Kafka's JVM ended with exit code " + process.awaitExit() + " before it was ready",
                            process);
        } catch (TimeoutException e) {
            process.kill();
            throw failure("Kafka was not ready within " + timeout.toMillis() / 1000.0 + " s", process);
        } catch (InterruptedException e) {
            process.kill();
            Thread.currentThread().interrupt();
            throw new LocalKafkaException(Reason.FAILED, "interrupted while Kafka was starting", e);
        }
    }

    private static LocalKafkaException refusal(BrokerArguments arguments, BrokerReport report, BrokerProcess process) {
        return switch (report.kind()) {
            case PORT_TAKEN -> Ports.taken(arguments.port(), report.text());
            case DATA_UNUSABLE -> DataFolders.unusable(arguments.data().path(), report.text());
            case READY, FAILED -> failure("Kafka did not start (" + report.text() + ")", process);
        };
    }

    private static LocalKafkaException failure(String what, BrokerProcess process) {
        return new LocalKafkaException(Reason.FAILED, (what + "\n" + process.tail()).strip());
    }
}
