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
 * The broker's JVM. It formats a new data folder, runs Kafka, and prints one {@link BrokerReport} to standard output.
 * It runs until its {@link Lifeline} ends.
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
        // Nothing else may print there: it could be taken for a report.
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
            new UserRights(arguments.data()).grant();
            report(BrokerReport.Kind.READY, AppInfoParser.getVersion());
            server.awaitShutdown();
            // Used here so that it is not garbage-collected, and so released, before.
            lock.close();
        } catch (DataUnusableException e) {
            fail(BrokerReport.Kind.DATA_UNUSABLE, e);
        } catch (Throwable e) {
            // Errors, too: Kafka's threads would keep this JVM alive, and its parent waiting.
            fail(isBindFailure(e) ? BrokerReport.Kind.PORT_TAKEN : BrokerReport.Kind.FAILED, e);
        }
    }

    /** Two brokers would damage one folder. The system releases the lock when this JVM ends in any way. */
    private FileChannel lock() throws DataUnusableException, IOException {
        Files.createDirectories(arguments.data().path());
        FileChannel channel =
                FileChannel.open(arguments.data().lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            throw new DataUnusableException("another local-kafka uses it");
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
