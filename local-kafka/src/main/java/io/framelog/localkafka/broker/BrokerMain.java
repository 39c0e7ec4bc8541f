package io.framelog.localkafka.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;

/**
 * The broker's JVM: formats the data folder where it is new, runs Kafka, and reports once on its standard output how that went
 * ({@link BrokerReport}). It runs as long as its {@link Lifeline} holds.
 */
public final class BrokerMain {

    private final BrokerArguments arguments;
    private final PrintStream reports;

    private BrokerMain(BrokerArguments arguments, PrintStream reports) {
        this.arguments = arguments;
        this.reports = reports;
    }

    /**
     * Runs the broker.
     *
     * @param words see {@link BrokerArguments}
     */
    public static void main(String[] words) {
        PrintStream reports = System.out;
        // Whatever else prints there must not be taken for a report.
        System.setOut(System.err);
        new BrokerMain(BrokerArguments.ofWords(List.of(words)), reports).run();
    }

    private void run() {
        Lifeline lifeline = new Lifeline(System.in, arguments.data());
        lifeline.watch();
        try {
            FileChannel lock = lock();
            KafkaRaftServer server = new BrokerNode(arguments).create();
            lifeline.beforeExit(server::shutdown);
            server.startup();
            report(BrokerReport.Kind.READY, AppInfoParser.getVersion());
            server.awaitShutdown();
            // Used last here, so that it is not collected, and released, before.
            lock.close();
        } catch (DataUnusableException e) {
            fail(BrokerReport.Kind.DATA_UNUSABLE, e);
        } catch (Throwable e) {
            // Errors too: Kafka's threads would keep this JVM alive, and its starter waiting.
            fail(isBindFailure(e) ? BrokerReport.Kind.PORT_TAKEN : BrokerReport.Kind.FAILED, e);
        }
    }

    /** Two brokers on one folder would spoil it. The system releases the lock when this JVM ends, however it ends. */
    private FileChannel lock() throws DataUnusableException, IOException {
        Files.createDirectories(arguments.data().path());
        FileChannel channel =
                FileChannel.open(arguments.data().lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            throw new DataUnusableException("another local-kafka is using it");
        }
        return channel;
    }

    private void fail(BrokerReport.Kind kind, Throwable reason) {
        reason.printStackTrace();
        String message = reason.getMessage();
        report(kind, message == null ? reason.getClass().getSimpleName() : message);
        System.exit(1);
    }

    private void report(BrokerReport.Kind kind, String text) {
        reports.println(new BrokerReport(kind, text).line());
        reports.flush();
    }

    private static boolean isBindFailure(Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }
}
