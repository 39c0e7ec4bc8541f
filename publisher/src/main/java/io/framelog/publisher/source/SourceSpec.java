package io.framelog.publisher.source;

import java.nio.file.Path;

/** What the command line asks to publish. */
public sealed interface SourceSpec {
    /** What it is, for people; without credentials. */
    String describe();

    /**
     * A camera of this machine.
     *
     * @param index as the system counts them, from 0
     */
    record Camera(int index) implements SourceSpec {
        @Override
        public String describe() {
            return "camera " + index;
        }
    }

    /** A recording of this machine. */
    record Recording(Path path) implements SourceSpec {
        @Override
        public String describe() {
            return path.toString();
        }
    }

    /** Whatever FFmpeg can open by an address: rtsp, http, and so on. */
    record Url(String url) implements SourceSpec {
        @Override
        public String describe() {
            // Cameras take user and password before the host, or in the query.
            return url.replaceFirst("(?<=//)[^/?#]*@", "").replaceFirst("\\?.*", "?…");
        }
    }

    /** A moving picture that needs no camera. */
    record TestPattern() implements SourceSpec {
        @Override
        public String describe() {
            return "test pattern";
        }
    }
}
