package io.framelog.publisher.send;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the topics again if they are deleted while the publisher runs, with the partitions and settings that they had.
 *
 * <p>A broker may have been faster: it makes a topic as soon as a producer asks for it ({@code
 * auto.create.topics.enable}), with its own defaults. Such a topic gets its settings back. One that somebody has made
 * with settings is left as it is.
 */
final class TopicKeeper implements AutoCloseable {
    /** How often it looks: two requests. A topic that was deleted is missing for at most this time. */
    static final Duration INTERVAL = Duration.ofSeconds(2);

    private final Logger log = LoggerFactory.getLogger(TopicKeeper.class);
    private final Admin admin;
    private final Map<String, NewTopic> defaults;
    private final Map<String, Known> topics = new HashMap<>();
    private final Thread thread = new Thread(this::run, "topics");

    /** A topic as it was, and how to make it again. */
    private record Known(Uuid id, NewTopic form) {}

    /**
     * Does nothing before {@link #start}.
     *
     * @param admin belongs to this object, which closes it
     * @param defaults the topics, with the settings to use if this user may not read theirs
     */
    TopicKeeper(Admin admin, Collection<NewTopic> defaults) {
        this.admin = admin;
        this.defaults = defaults.stream().collect(Collectors.toUnmodifiableMap(NewTopic::name, topic -> topic));
        thread.setDaemon(true);
    }

    /** Looks after the topics from now on. */
    void start() {
        thread.start();
    }

    /** Whether it looks after the topics. */
    boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        thread.interrupt();
        admin.close(Duration.ZERO);
    }

    private void run() {
        try {
            while (true) {
                for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : admin.describeTopics(defaults.keySet())
                        .topicNameValues()
                        .entrySet()) {
                    look(topic.getKey(), topic.getValue());
                }
                TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
            }
        } catch (InterruptedException | InterruptException | IllegalStateException e) {
            log.debug("the topics are left alone, because the run ends", e);
        }
    }

    private void look(String name, KafkaFuture<TopicDescription> answer) throws InterruptedException {
        Known before = topics.get(name);
        try {
            TopicDescription now = answer.get();
            if (before == null) {
                remember(now, settings(name));
            } else if (!before.id().equals(now.topicId())) {
                renewed(before.form(), now);
            } else if (before.form().numPartitions() != now.partitions().size()) {
                remember(now, Optional.of(before.form().configs()));
            }
        } catch (ExecutionException | KafkaException e) {
            if (before != null && e.getCause() instanceof UnknownTopicOrPartitionException) {
                create(before.form());
            } else {
                log.debug("nothing is known of topic {} now", name, e);
            }
        }
    }

    private void remember(TopicDescription now, Optional<Map<String, String>> settings) {
        int replicas = now.partitions().get(0).replicas().size();
        Map<String, String> known = settings.orElseGet(
                () -> Objects.requireNonNull(defaults.get(now.name())).configs());
        NewTopic form = new NewTopic(now.name(), now.partitions().size(), (short) replicas).configs(known);
        topics.put(now.name(), new Known(now.topicId(), form));
    }

    /** The settings that were chosen for a topic; empty if this user may not read them. */
    private Optional<Map<String, String>> settings(String name) throws ExecutionException, InterruptedException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
        try {
            return Optional.of(
                    Objects.requireNonNull(admin.describeConfigs(List.of(topic))
                                    .all()
                                    .get()
                                    .get(topic))
                            .entries()
                            .stream()
                            .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                            .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value)));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void create(NewTopic form) throws InterruptedException {
        try {
            CreateTopicsResult result = admin.createTopics(List.of(form));
            topics.put(form.name(), new Known(result.topicId(form.name()).get(), form));
            log.warn("the topic {} was deleted; created it again with the settings that it had", form.name());
        } catch (ExecutionException | KafkaException e) {
            // It exists again, or is not deleted completely; or a right is missing, which the frames tell.
            log.debug("topic {} was not created", form.name(), e);
        }
    }

    private void renewed(NewTopic form, TopicDescription now) throws ExecutionException, InterruptedException {
        Optional<Map<String, String>> settings = settings(now.name());
        int partitions = now.partitions().size();
        boolean chosen = settings.isPresent() && !settings.get().isEmpty();
        if (chosen
                || (partitions == form.numPartitions()
                        && (settings.isEmpty() || form.configs().isEmpty()))) {
            remember(now, settings);
            return;
        }
        try {
            restore(form, partitions);
            log.warn("the topic {} was deleted, and Kafka made it anew; gave it its settings back", form.name());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            log.warn(
                    "the topic {} was deleted, and Kafka made it anew with its defaults ({} instead of {} partitions):"
                            + " this user needs ALTER, ALTER_CONFIGS and DESCRIBE_CONFIGS on it to change them back;"
                            + " or set auto.create.topics.enable=false",
                    form.name(),
                    partitions,
                    form.numPartitions());
        }
        topics.put(form.name(), new Known(now.topicId(), form));
    }

    private void restore(NewTopic form, int partitions) throws ExecutionException, InterruptedException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, form.name());
        List<AlterConfigOp> changes = form.configs().entrySet().stream()
                .map(setting -> new ConfigEntry(setting.getKey(), setting.getValue()))
                .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
                .toList();
        admin.incrementalAlterConfigs(Map.of(topic, changes)).all().get();
        if (partitions < form.numPartitions()) {
            try {
                admin.createPartitions(Map.of(form.name(), NewPartitions.increaseTo(form.numPartitions())))
                        .all()
                        .get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof InvalidPartitionsException)) { // another publisher was faster
                    throw e;
                }
            }
        }
    }
}
