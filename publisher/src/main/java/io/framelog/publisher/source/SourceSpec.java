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
     * @param device the system's number of the camera, from 0, or the path of its device
     */
    record Camera(String device) implements SourceSpec {
        /** A camera by its number. */
        public Camera(int index) {
            this(Integer.toString(index));
        }

        @Override
        public String describe() {
            return "camera " + device;
        }
    }

    /**
     * A file on this machine.
     *
     * @param name what it is called; it may be opened by another path
     */
    record Recording(Path path, String name) implements SourceSpec {
        /** A file that is opened by its name. */
        public Recording(Path path) {
            this(path, path.toString());
        }

        @Override
        public String describe() {
            return name;
        }
    }

    /** Standard input: a file or a pipe. */
    record StandardInput() implements SourceSpec {
        @Override
        public String describe() {
            return "standard input";
        }
    }

    /** An RTP stream that a file (SDP) on this machine describes. */
    record Session(Path path) implements SourceSpec {
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
