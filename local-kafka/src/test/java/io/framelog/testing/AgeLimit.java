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
 * How old a record may be, by its own time, before the broker removes it. The broker looks 30 s after its start for the first
 * time: a test that writes older records passes or fails by how long it takes.
 */
final class AgeLimit {
    private static final int TIMEOUT_SECONDS = 30;
    /** Of all brokers, and of all topics that do not say otherwise. */
    private static final ConfigResource ALL_BROKERS = new ConfigResource(ConfigResource.Type.BROKER, "");

    private AgeLimit() {}

    /**
     * Has the broker keep records of any age; it does so a moment later.
     *
     * @throws IllegalStateException where the broker does not take it; an interrupt stays set
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
            throw new IllegalStateException("the test broker does not take its settings", e);
        }
    }
}
