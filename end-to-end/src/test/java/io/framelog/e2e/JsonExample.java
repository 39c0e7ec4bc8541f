package io.framelog.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.status.StatusTopic;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.ChannelClient;
import io.framelog.viewer.testing.SseClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The JSON that the documents show, compared with that of the programs. */
record JsonExample(Scene scene) {
    /** What the program really says where the documents have this example. */
    String real(String example) throws Exception {
        if (example.contains("\"next\"")) {
            return pageOfOneEvent("ended");
        } else if (example.contains("\"buckets\"")) {
            return scene.body("/streams/front/timeline?from=-2h");
        } else if (example.contains("\"watch\"")) {
            return accepted(example);
        } else if (example.contains("\"streams\"")) {
            return streams();
        } else if (example.contains("\"title\"")) {
            return scene.body("/streams/back.jpg");
        } else if (example.contains("\"heartbeat\"")) {
            return status();
        } else if (example.contains("\"specversion\"")) {
            return event("ended");
        }
        return scene.body("/readyz");
    }

    /** What a window says, if the viewer understands it. */
    private String accepted(String message) throws InterruptedException {
        try (ChannelClient window = ChannelClient.open(URI.create("ws://127.0.0.1:" + scene.port() + "/ws"))) {
            Map<String, Object> answer =
                    window.say(message).say("{'list':true}").next();
            if (answer.containsKey("problem") && !answer.containsKey("id")) {
                throw new AssertionError(message + " is answered by " + answer);
            }
            return message;
        }
    }

    /** The rate is missing while it is not known. */
    private String streams() {
        String[] list = {""};
        Await.until(() -> "no rate is known in " + list[0], () -> {
            list[0] = scene.body("/streams");
            return list[0].contains("\"fps\"");
        });
        return list[0];
    }

    private String event(String type) throws IOException {
        try (SseClient client = SseClient.open(scene.port(), "/streams/front/events?since=-2h", null)) {
            while (true) {
                SseClient.Event event = client.nextOfLog();
                if (event.type().equals(type)) {
                    return event.data();
                }
            }
        }
    }

    /** A page with one event of a type, and with older ones behind it. */
    private String pageOfOneEvent(String type) throws Exception {
        String next = "";
        while (true) {
            String page = scene.body("/streams/front/events.json?limit=1" + next);
            if (page.contains("\"kind\":\"" + type + "\"")) {
                return page;
            }
            next = "&before=" + JSON.std.mapFrom(page).get("next");
        }
    }

    /** A status of the live stream, from Kafka. */
    private String status() {
        Map<String, Object> settings = Map.of("bootstrap.servers", scene.bootstrapServer());
        TopicPartition partition =
                new TopicPartition(StatusTopic.of(scene.topic()).name(), 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    String json = new String(record.value(), UTF_8);
                    if (new String(record.key(), UTF_8).equals("front") && json.contains("\"offset\"")) {
                        return json;
                    }
                }
            }
        }
    }

    /** The paths of all members; a list has the members of all its elements. */
    static Set<String> members(String json) throws IOException {
        Set<String> members = new TreeSet<>();
        collect("", JSON.std.anyFrom(json), members);
        return members;
    }

    private static void collect(String path, Object json, Set<String> members) {
        if (json instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                members.add(path + "." + name);
                collect(path + "." + name, value, members);
            });
        } else if (json instanceof List<?> list) {
            list.forEach(element -> collect(path + "[]", element, members));
        }
    }
}
