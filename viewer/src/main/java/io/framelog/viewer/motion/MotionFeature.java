package io.framelog.viewer.motion;

import io.framelog.event.EventTopic;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.KafkaHealth;

/** Keeps the {@link MotionBoard} up to date, on one thread with one consumer. */
public final class MotionFeature implements Feature {
    private final ConsumerThread thread;

    /**
     * Creates the feature.
     *
     * @param health reports on the topic of events only
     */
    public MotionFeature(EventTopic topic, ConsumerFactory consumers, MotionBoard board, KafkaHealth health) {
        thread = new ConsumerThread("motion", consumers::motion, new MotionReader(topic, board), health);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        thread.close();
    }
}
