package io.framelog.publisher.source;

import java.nio.file.Path;

/** The source that the command line names. */
public sealed interface SourceSpec {
    /** The source in readable form, without credentials. */
    String describe();

    /**
     * A camera of this machine.
     *
     * @param index the system's number of the camera, from 0
     */
    record Camera(int index) implements SourceSpec {
        @Override
        public String describe() {
            return "camera " + index;
        }
    }

    /** A file on this machine. */
    record Recording(Path path) implements SourceSpec {
        @Override
        public String describe() {
            return path.toString();
        }
    }

    /** A URL that FFmpeg can open: rtsp, http, and so on. */
    record Url(String url) implements SourceSpec {
        @Override
        public String describe() {
            // Cameras accept user and password before the host or in the query.
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
