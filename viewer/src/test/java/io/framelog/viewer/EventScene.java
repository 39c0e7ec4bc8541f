package io.framelog.viewer;

import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.SseClient;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A topic of frames with its topic of events, their writers, and a viewer. */
final class EventScene implements AutoCloseable {
    private final String bootstrapServer;
    private final String topic;
    private final Producer frames;
    private final EventWriter events;
    private final RunningViewer viewer;

    EventScene(TestKafka kafka) throws ExecutionException, InterruptedException {
        bootstrapServer = kafka.bootstrapServer();
        topic = kafka.uniqueName("cameras");
        frames = new Producer(bootstrapServer, topic);
        frames.createTopic(4);
        events = new EventWriter(bootstrapServer, topic);
        viewer = new RunningViewer(bootstrapServer, topic);
    }

    String bootstrapServer() {
        return bootstrapServer;
    }

    String topic() {
        return topic;
    }

    Producer frames() {
        return frames;
    }

    /** The writer of events. The test must create its topic. */
    EventWriter events() {
        return events;
    }

    RunningViewer viewer() {
        return viewer;
    }

    SseClient hear(String path) throws IOException {
        return hear(path, null);
    }

    SseClient hear(String path, @Nullable String lastId) throws IOException {
        return SseClient.open(viewer.port(), path, lastId);
    }

    @Override
    public void close() {
        viewer.close();
        events.close();
        frames.close();
    }
}
