package io.framelog.localkafka;

import io.framelog.localkafka.LocalKafkaException.Reason;
import io.framelog.localkafka.access.Access;
import io.framelog.localkafka.access.AccessFiles;
import io.framelog.localkafka.broker.BrokerArguments;
import io.framelog.localkafka.broker.BrokerReport;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Starts the broker's JVM, and waits until Kafka is ready. Immutable. */
final class BrokerLauncher {

    private static final int ANY_PORT = 0;
    private static final int ATTEMPTS = 3;

    private final BrokerCommand command;
    private final Access access;
    private final Duration timeout;
    private final Ports ports;

    BrokerLauncher(BrokerCommand command, Access access, Duration timeout, Ports ports) {
        this.access = access;
        this.command = command;
        this.timeout = timeout;
        this.ports = ports;
    }

    /**
     * Checks that a port is free, before anything is started or created.
     *
     * @param port a port, or 0 for any
     */
    void requireFree(int port) {
        if (port != ANY_PORT) {
            ports.requireFree(port);
        }
    }

    /**
     * Starts a broker. If that fails, its JVM has ended when this returns.
     *
     * @param port the clients' port, or 0 for any
     * @param arguments the broker's, for a port
     * @throws LocalKafkaException if it cannot be started, is not ready in time, or this thread is interrupted
     */
    RunningBroker launch(int port, IntFunction<BrokerArguments> arguments) {
        for (int attempt = 1; ; attempt++) {
            int clientsPort = port == ANY_PORT ? ports.free() : port;
            try {
                return launchOnce(arguments.apply(clientsPort));
            } catch (LocalKafkaException e) {
                // Another process may take a free port before Kafka does. Then try another port, unless the caller
                // asked for this one.
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
            Files.createDirectories(arguments.data().path());
            new AccessFiles(arguments.data(), access).write(arguments.port());
            process = BrokerProcess.start(command.line(arguments), arguments.data(), command.verbose());
        } catch (IOException e) {
            throw new LocalKafkaException(Reason.FAILED, "cannot start Kafka's JVM: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalKafkaException(Reason.FAILED, "interrupted while Kafka was starting", e);
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
