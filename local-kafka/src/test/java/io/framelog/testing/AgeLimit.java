package io.framelog.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * The age, by a record's own time, at which the broker deletes it. The broker looks for the first time 30 s after its
 * start, so a test that writes older records would pass or fail by how long it takes.
 */
final class AgeLimit {
    private static final int TIMEOUT_SECONDS = 30;
    /** The defaults of all brokers and topics. */
    private static final ConfigResource ALL_BROKERS = new ConfigResource(ConfigResource.Type.BROKER, "");

    private AgeLimit() {}

    /**
     * Makes the broker keep records of any age. This takes effect a moment later.
     *
     * @throws IllegalStateException if the broker rejects it, or this thread is interrupted (its interrupt flag stays
     *     set)
     */
    static void remove(TestKafka kafka) {
        AlterConfigOp keep = new AlterConfigOp(new ConfigEntry("log.retention.ms", "-1"), OpType.SET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServer()))) {
            admin.incrementalAlterConfigs(Map.of(ALL_BROKERS, List.of(keep)))
                    .all()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the test broker rejected its settings", e);
        }
    }
}
