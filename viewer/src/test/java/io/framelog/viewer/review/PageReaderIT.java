package io.framelog.viewer.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventTopic;
import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.OrderedProducer;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.events.EventKinds;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.LogConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** Pages of a real log, under limits that are reached soon. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class PageReaderIT {
    private static final EventType RARE = new EventType("io.framelog.rare");
    private static final PageLimits FEW_RECORDS = new PageLimits(Duration.ofMinutes(1), 100, Long.MAX_VALUE);
    private static final PageLimits NO_TIME = new PageLimits(Duration.ZERO, Long.MAX_VALUE, Long.MAX_VALUE);
    private static final PageLimits FEW_BYTES = new PageLimits(Duration.ofMinutes(1), Long.MAX_VALUE, 10_000);

    private final Instant begin = Instant.now().minusSeconds(3600);
    private final EventTopic topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final LogConsumer consumer;

    PageReaderIT(TestKafka kafka) throws Exception {
        topic = new EventTopic(kafka.uniqueName("events"));
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServer());
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(Set.of(new NewTopic(topic.name(), Optional.of(2), Optional.empty())))
                    .all()
                    .get();
        }
        producer = new OrderedProducer(kafka.bootstrapServer());
        KafkaOptions options = new KafkaOptions();
        new CommandLine(options).parseArgs("--bootstrap-server", kafka.bootstrapServer());
        consumer = new ConsumerFactory(options).eventPages(1);
    }

    @AfterEach
    void close() {
        producer.close();
        consumer.close();
    }

    @Test
    void rareEventIsFoundByGoingOnWhereAPageHadEnough() {
        write(0, 0, RARE, "");
        for (int number = 1; number < 1000; number++) {
            write(number % 2, number, EventType.MOTION, "");
        }
        producer.flush();
        for (PageLimits limits : List.of(FEW_RECORDS, NO_TIME)) {
            List<EventPage> pages = pages(RARE, limits);
            assertTrue(pages.size() > 2, pages.size() + " pages");
            assertEquals(List.of("0"), ids(pages));
            for (EventPage page : pages) {
                assertTrue(page.records() < 100 + 2 * PartitionPast.MAX_BLOCK, page.records() + " records");
            }
        }
    }

    @Test
    void pageEndsBeforeItIsTooLong() {
        for (int number = 0; number < 40; number++) {
            write(number % 2, number, EventType.MOTION, "x".repeat(3_000));
        }
        write(0, 40, EventType.MOTION, "x".repeat(20_000));
        producer.flush();
        List<EventPage> pages = pages(EventType.MOTION, FEW_BYTES);
        assertEquals(1, pages.get(0).events().size(), "one that is too long alone is not left out");
        assertEquals(3, pages.get(1).events().size());
        assertEquals(numbers(40, 0), ids(pages));
    }

    @Test
    void mergesPartitionsByTimeAlsoIfOneHasAlmostAll() {
        for (int number = 0; number < 300; number++) {
            write(number % 60 == 0 ? 1 : 0, number, EventType.MOTION, "");
        }
        producer.flush();
        List<EventPage> pages = pages(EventType.MOTION, PageLimits.DEFAULT);
        assertEquals(numbers(299, 0), ids(pages));
        assertEquals(50, pages.get(0).events().size());
    }

    @Test
    void passesOverRecordsThatAreNoEvents() {
        write(0, 0, EventType.MOTION, "");
        for (String value : List.of("", "no event", "{\"type\":3}", "{".repeat(5_000))) {
            var unused = producer.send(new ProducerRecord<>(topic.name(), 0, null, value.getBytes(UTF_8)));
        }
        var unused = producer.send(new ProducerRecord<>(topic.name(), 0, null, null));
        write(0, 1, EventType.MOTION, "x".repeat(70_000));
        write(0, 2, EventType.MOTION, "");
        producer.flush();
        assertEquals(List.of("2", "0"), ids(pages(EventType.MOTION, PageLimits.DEFAULT)));
    }

    private static List<String> numbers(int first, int last) {
        List<String> numbers = new ArrayList<>();
        for (int number = first; number >= last; number--) {
            numbers.add(Integer.toString(number));
        }
        return numbers;
    }

    private List<EventPage> pages(EventType type, PageLimits limits) {
        PageFilter filter = new PageFilter(
                stream -> true, new EventKinds(Set.of(type.shortName())), Set.of(), Optional.empty(), Optional.empty());
        List<EventPage> pages = new ArrayList<>();
        Optional<PagePlace> place = Optional.of(PagePlace.END);
        while (place.isPresent()) {
            EventPage page =
                    new PageReader(topic, consumer, new PageQuery(place.get(), filter, 50, true), limits).read();
            assertTrue(!page.next().equals(place), "no page begins where the one before began");
            pages.add(page);
            place = page.next();
        }
        return pages;
    }

    private static List<String> ids(List<EventPage> pages) {
        return pages.stream()
                .flatMap(page -> page.events().stream())
                .map(event -> String.valueOf(event.json().get("id")))
                .toList();
    }

    private void write(int partition, int number, EventType type, String filling) {
        ProducerRecord<byte[], byte[]> record = topic.write(new StreamEvent(
                Integer.toString(number),
                type,
                begin.plusSeconds(number),
                new StreamName("yard"),
                "",
                "",
                "",
                Optional.empty(),
                Map.of("filling", filling)));
        var unused = producer.send(
                new ProducerRecord<>(record.topic(), partition, record.timestamp(), record.key(), record.value()));
    }
}
