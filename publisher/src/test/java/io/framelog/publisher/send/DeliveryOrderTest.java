package io.framelog.publisher.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryOrderTest {
    private static final String REQUESTS = ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION;

    @Test
    void idempotentProducerKeepsOrderByItself() {
        DeliveryOrder order = keep(Map.of());
        assertEquals("", order.warning());
        assertEquals(settings(Map.of()), order.config());
        assertEquals("", keep(Map.of(REQUESTS, "5", "acks", "all")).warning());
    }

    @ParameterizedTest
    @CsvSource({"enable.idempotence, false", "acks, 1", "acks, 0"})
    void withoutItOneRequestIsUnderWayAtATime(String name, String value) {
        DeliveryOrder order = keep(Map.of(name, value));
        assertEquals(1, order.config().get(REQUESTS));
        assertTrue(order.warning().contains("may come twice, but in order"), order.warning());
        assertEquals(name.equals("acks"), order.warning().contains("with acks=" + value), order.warning());
    }

    @Test
    void whatTheUserSetsHoldsAndIsSaid() {
        DeliveryOrder order = keep(Map.of("acks", "1", REQUESTS, "5"));
        assertEquals("5", order.config().get(REQUESTS));
        assertTrue(order.warning().contains("and out of order"), order.warning());
    }

    @Test
    void contradictionsAreLeftToTheProducerToTell() {
        Map<String, Object> contradiction = Map.of("enable.idempotence", "true", "acks", "1");
        assertEquals(settings(contradiction), keep(contradiction).config());
    }

    @Test
    void whatIsNeverTriedAgainStaysInOrderAndComesOnce() {
        assertEquals(new DeliveryOrder(settings(Map.of("retries", "0")), ""), keep(Map.of("retries", "0")));
    }

    private static DeliveryOrder keep(Map<String, Object> user) {
        return DeliveryOrder.keep(settings(user));
    }

    private static Map<String, Object> settings(Map<String, Object> user) {
        Map<String, Object> settings = new HashMap<>(
                new SendSettings(false, false, Duration.ofSeconds(1), 8_000_000, "publisher").producerConfig());
        settings.put("bootstrap.servers", "localhost:9092");
        settings.putAll(user);
        return settings;
    }
}
