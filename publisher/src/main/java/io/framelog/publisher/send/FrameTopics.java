package io.framelog.publisher.send;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.DurationText;
import io.framelog.cli.ExitCode;
import io.framelog.event.EventTopic;
import io.framelog.kafka.KafkaFault;
import io.framelog.kafka.KafkaFault.Right;
import io.framelog.kafka.KafkaOptions;
import io.framelog.status.StatusTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for Kafka and creates missing topics. Existing topics are used as they are. See {@link TopicKeeper}. */
final class FrameTopics {
    private static final int RESOLVE_PAUSE_MILLIS = 500;

    private final Logger log = LoggerFactory.getLogger(FrameTopics.class);
    private final KafkaOptions kafka;
    private final TopicSettings settings;
    private final TopicReport report;

    /**
     * @param settings of topics that are created
     * @param report tells of topics that exist already
     */
    FrameTopics(KafkaOptions kafka, TopicSettings settings, TopicReport report) {
        this.kafka = kafka;
        this.settings = settings;
        this.report = report;
    }

    /**
     * Waits for Kafka and creates missing topics.
     *
     * @param wait how long to wait
     * @return looks after the topics until it is closed
     * @throws CommandFailure if Kafka is not reachable in that time, or denies access
     */
    TopicKeeper prepare(Duration wait) throws InterruptedException {
        int millis = (int) Math.min(Integer.MAX_VALUE, wait.toMillis());
        Map<String, Object> config = kafka.over(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                millis,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.min(5000, millis),
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1000,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "framelog-publisher"));
        kafka.raise(
                config, AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
        kafka.requireKafka();
        Admin admin = connect(config, wait);
        try {
            NewTopics forms = new NewTopics(
                    settings, admin.describeCluster().nodes().get().size());
            NewTopic frames = forms.frames(kafka.topic());
            NewTopic statuses = forms.status(StatusTopic.of(kafka.topic()).name());
            NewTopic events = forms.events(EventTopic.of(kafka.topic()).name());
            createUnlessThere(admin, frames);
            createUnlessThere(admin, statuses);
            createEvents(admin, events);
            report.tell(admin);
            return new TopicKeeper(admin, List.of(frames, statuses, events));
        } catch (Denied e) {
            admin.close(Duration.ZERO);
            throw new CommandFailure(ExitCode.UNAVAILABLE, "Kafka at " + kafka.address() + ": " + e.getMessage(), e);
        } catch (ExecutionException e) {
            admin.close(Duration.ZERO);
            throw explain(e.getCause() == null ? e : e.getCause(), wait);
        }
    }

    private Admin connect(Map<String, Object> config, Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            try {
                return Admin.create(config);
            } catch (KafkaException e) {
                if (!KafkaOptions.isUnresolvable(e)) {
                    return kafka.connect(() -> {
                        throw e;
                    });
                }
                if (System.nanoTime() - deadline > 0) {
                    String message = "the host name of Kafka at " + kafka.address() + " is unknown (waited "
                            + DurationText.format(wait) + "): give its address with --bootstrap-server";
                    throw new CommandFailure(ExitCode.UNAVAILABLE, message, e);
                }
            }
            TimeUnit.MILLISECONDS.sleep(RESOLVE_PAUSE_MILLIS);
        }
    }

    /** @throws Denied if this user may not write to the topic, or not create it */
    private void createUnlessThere(Admin admin, NewTopic topic) throws ExecutionException, InterruptedException {
        try {
            Set<AclOperation> allowed = admin.describeTopics(
                            List.of(topic.name()), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                    .allTopicNames()
                    .get()
                    .values()
                    .iterator()
                    .next()
                    .authorizedOperations();
            // Without it, frames would be refused one by one.
            if (allowed != null && !allowed.isEmpty() && !allowed.contains(AclOperation.WRITE)) {
                throw new Denied(Right.WRITE, topic.name(), new TopicAuthorizationException(Set.of(topic.name())));
            }
            return;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException denied) {
                throw new Denied(Right.WRITE, topic.name(), denied);
            }
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
        }
        try {
            admin.createTopics(List.of(topic)).all().get();
            log.info("created the topic {}", topic.name());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException denied) {
                throw new Denied(Right.CREATE, topic.name(), denied);
            }
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** A right is missing. */
    private static final class Denied extends ExecutionException {
        private static final long serialVersionUID = 1;

        Denied(Right right, String topic, AuthorizationException cause) {
            super(new KafkaFault(cause).text(right, topic), cause);
        }
    }

    /** Without access to this topic, frames are sent without events. */
    private void createEvents(Admin admin, NewTopic topic) throws ExecutionException, InterruptedException {
        try {
            createUnlessThere(admin, topic);
        } catch (Denied e) {
            log.warn("no events will be written: {}", e.getMessage());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException || !(e.getCause() instanceof ApiException refused)) {
                throw e;
            }
            String reason = new KafkaFault(refused).text();
            log.warn("no events will be written, because topic {} is not available: {}", topic.name(), reason);
        }
    }

    private CommandFailure explain(Throwable cause, Duration wait) {
        String address = "Kafka at " + kafka.address();
        if (cause instanceof AuthenticationException) {
            return new CommandFailure(
                    ExitCode.UNAVAILABLE,
                    address + " denies access: " + new KafkaFault(cause).text() + "; check --kafka-config",
                    cause);
        }
        if (cause instanceof RetriableException) {
            String message = address + " does not answer (waited " + DurationText.format(wait) + "): "
                    + kafka.diagnose().orElse("start it, or give its address with --bootstrap-server");
            return new CommandFailure(ExitCode.UNAVAILABLE, message, cause);
        }
        if (cause instanceof InvalidReplicationFactorException) {
            String message = address + ": " + new KafkaFault(cause).text() + "; lower --replication-factor";
            return new CommandFailure(ExitCode.UNAVAILABLE, message, cause);
        }
        if (cause instanceof ApiException) {
            return new CommandFailure(ExitCode.UNAVAILABLE, address + ": " + new KafkaFault(cause).text(), cause);
        }
        return new CommandFailure(ExitCode.UNEXPECTED, address + ": " + cause, cause);
    }
}
