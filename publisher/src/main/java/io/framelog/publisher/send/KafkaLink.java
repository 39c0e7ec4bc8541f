package io.framelog.publisher.send;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.DurationText;
import io.framelog.cli.ExitCode;
import io.framelog.cli.FatalErrors;
import io.framelog.event.EventTopic;
import io.framelog.kafka.KafkaFault;
import io.framelog.kafka.KafkaOptions;
import io.framelog.publisher.metrics.EventFigures;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process's connection to Kafka: its topics, its producers and its events. Connects when the first stream asks for a
 * producer.
 *
 * <p>All live streams share one producer. Its frames are dropped after some seconds, so its memory is free again soon.
 * Each recording has a producer of its own: it waits without limit while Kafka takes nothing, and a full buffer must
 * hold up no other stream. Thread-safe.
 */
public final class KafkaLink implements AutoCloseable {
    private final Logger log = LoggerFactory.getLogger(KafkaLink.class);
    private final KafkaOptions kafka;
    private final TopicSettings created;
    private final SendSettings settings;
    private final EventQueue events;
    private final CompletableFuture<TopicKeeper> topics = new CompletableFuture<>();
    private final CompletableFuture<FrameProducer> live = new CompletableFuture<>();
    /** By the name that each has in metrics. */
    private final Map<String, FrameProducer> producers = new ConcurrentHashMap<>();

    private boolean begun;
    private boolean liveBegun;

    /**
     * Does not connect yet.
     *
     * @param created the settings of topics that do not exist yet
     * @param live the settings of the live streams' producer
     */
    public KafkaLink(KafkaOptions kafka, TopicSettings created, SendSettings live) {
        this.created = created;
        this.kafka = kafka;
        this.settings = live;
        events = new EventQueue(EventTopic.of(kafka.topic()));
    }

    /** The events of all streams; they wait until Kafka is there. */
    EventQueue events() {
        return events;
    }

    /** The frame topic. */
    String topic() {
        return kafka.topic();
    }

    /**
     * A producer for a stream, as soon as Kafka is there.
     *
     * @throws CommandFailure if Kafka is not there in time, or denies access
     */
    FrameProducer producer(SendSettings stream) throws InterruptedException {
        synchronized (this) {
            if (!begun) {
                begun = true;
                inBackground("topics", topics, this::prepare);
            }
        }
        await(topics);
        if (!stream.live()) {
            return remember(stream, connect(stream));
        }
        synchronized (this) {
            if (!liveBegun) {
                liveBegun = true;
                inBackground("producer", live, () -> remember(settings, connect(settings)));
            }
        }
        return await(live);
    }

    /** Not on the thread of a stream: if that stream is stopped, the others still need the result. */
    private static <T> void inBackground(String name, CompletableFuture<T> result, Callable<T> work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(work.call());
                    } catch (Exception | Error e) {
                        result.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private FrameProducer remember(SendSettings of, FrameProducer producer) {
        producers.put(of.clientId(), producer);
        return producer;
    }

    /** A stream has ended. */
    void release(FrameProducer producer) {
        if (present(live).filter(producer::equals).isEmpty()) {
            producers.values().remove(producer);
            producer.close();
        }
    }

    /** The metrics of Kafka's producers, by their client IDs. */
    public Map<String, Map<MetricName, ? extends Metric>> metrics() {
        Map<String, Map<MetricName, ? extends Metric>> metrics = new TreeMap<>();
        producers.forEach((name, producer) -> metrics.put(name, producer.kafka().metrics()));
        return metrics;
    }

    /** What the events of all streams do. */
    public EventFigures eventFigures() {
        return events.figures();
    }

    /** Why frames cannot be sent now, in readable form; empty if Kafka answers. */
    public Optional<String> absence() {
        if (present(topics).isEmpty()) {
            return Optional.of("Kafka at " + kafka.address() + " has not answered yet");
        }
        return producers.values().stream().anyMatch(producer -> producer.watch().isSilent())
                ? Optional.of("Kafka at " + kafka.address() + " does not answer")
                : Optional.empty();
    }

    /** Whether the threads that all streams need are running; true before they have been started. */
    public boolean isAlive() {
        return present(topics).map(TopicKeeper::isAlive).orElse(true);
    }

    private TopicKeeper prepare() throws InterruptedException {
        TopicReport report = new TopicReport(kafka, created, settings.maxFrameBytes());
        TopicKeeper keeper = new FrameTopics(kafka, created, report).prepare(settings.connectTimeout());
        keeper.start();
        events.start(this::connectForEvents);
        return keeper;
    }

    private static <T> T await(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            @Nullable Throwable cause = e.getCause();
            if (cause instanceof RuntimeException known) {
                throw known;
            }
            if (cause instanceof Error known) {
                throw known;
            }
            throw new InterruptedException();
        }
    }

    private FrameProducer connect(SendSettings stream) {
        Map<String, Object> config = kafka.over(stream.producerConfig());
        kafka.raise(config, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
        DeliveryOrder order = DeliveryOrder.keep(config);
        if (!order.warning().isEmpty()) {
            log.warn("{}", order.warning());
        }
        Producer<byte[], ByteBuffer> producer = kafka.connect(
                () -> new KafkaProducer<>(order.config(), new ByteArraySerializer(), new ByteBufferSerializer()));
        FatalErrors.include(KafkaProducer.NETWORK_THREAD_PREFIX);
        try {
            awaitMetadata(producer);
            return new FrameProducer(producer);
        } catch (RuntimeException | Error e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** A live source's send() would give its first frames up before this producer knows a new topic's brokers. */
    private void awaitMetadata(Producer<byte[], ByteBuffer> producer) {
        long deadline = System.nanoTime() + settings.connectTimeout().toNanos();
        while (true) {
            try {
                producer.partitionsFor(kafka.topic());
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() - deadline > 0) {
                    String message = "Kafka at " + kafka.address() + " does not tell where topic " + kafka.topic()
                            + " is (waited " + DurationText.format(settings.connectTimeout()) + "): "
                            + kafka.diagnose().orElse("look after its brokers");
                    throw new CommandFailure(ExitCode.UNAVAILABLE, message, e);
                }
            } catch (ApiException e) {
                String reason = new KafkaFault(e).text(KafkaFault.Right.WRITE, kafka.topic());
                throw new CommandFailure(ExitCode.UNAVAILABLE, "Kafka at " + kafka.address() + ": " + reason, e);
            }
        }
    }

    private Producer<byte[], byte[]> connectForEvents() {
        Map<String, Object> config =
                DeliveryOrder.keep(kafka.over(settings.eventProducerConfig())).config();
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        FatalErrors.include(KafkaProducer.NETWORK_THREAD_PREFIX);
        return producer;
    }

    /** Gives up what Kafka does not have. */
    @Override
    public void close() {
        events.close();
        present(topics).ifPresent(TopicKeeper::close);
        present(live).ifPresent(FrameProducer::close);
    }

    private static <T> Optional<T> present(CompletableFuture<T> future) {
        return future.isDone() && !future.isCompletedExceptionally() ? Optional.of(future.join()) : Optional.empty();
    }
}
