package io.framelog.publisher.source;

import io.framelog.publisher.http.CameraAddress;
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

    /** A network address: rtsp, http, or any other protocol of FFmpeg. */
    record Url(CameraAddress address) implements SourceSpec {
        @Override
        public String describe() {
            return address.display();
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
