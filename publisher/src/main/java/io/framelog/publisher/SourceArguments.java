package io.framelog.publisher;

import io.framelog.cli.EnvironmentDefaults;
import io.framelog.cli.UsageFailure;
import io.framelog.publisher.http.CameraAddress;
import io.framelog.publisher.source.SourceSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The options that name a source: one of them, or none for camera 0. A source on the command line overrides any in the
 * environment, whichever option names it. So these options have no defaults in picocli.
 */
final class SourceArguments {
    /** The options' names. */
    static final Set<String> OPTIONS = Set.of("--camera", "--file", "--url", "--snapshot", "--test-pattern");

    /** The same as keys of a file, in readable form. */
    static final String KEYS = String.join(", ", new TreeSet<>(OPTIONS)).replace("--", "");

    @Option(
            names = "--camera",
            paramLabel = "N|PATH",
            description = "A camera of this machine: counted from 0, or a device such as /dev/video0. Default: 0.")
    private @Nullable String camera;

    @Option(names = "--file", paramLabel = "PATH", description = "A video file. The option name can be left out.")
    private @Nullable Path file;

    @Option(names = "--url", paramLabel = "URL", description = "A network source: http://, rtsp://, …")
    private @Nullable String url;

    @Option(
            names = "--snapshot",
            paramLabel = "URL",
            description = "An address that gives one picture for each request, see --every.")
    private @Nullable String snapshot;

    @Option(names = "--test-pattern", description = "A moving test picture that shows the time.")
    private boolean testPattern;

    @Parameters(arity = "0..1", paramLabel = "PATH", description = "A video file or a URL.")
    private @Nullable String path;

    /**
     * Finds the source.
     *
     * @throws UsageFailure if several sources are named, or a value is wrong
     */
    SourceSpec resolve(Map<String, String> environment) {
        return named().or(() -> one(ofEnvironment(environment))).orElseGet(() -> new SourceSpec.Camera(0));
    }

    /**
     * The source that the options name.
     *
     * @return empty if they name none
     * @throws UsageFailure if several sources are named, or a value is wrong
     */
    Optional<SourceSpec> named() {
        return one(all());
    }

    private static Optional<SourceSpec> one(List<SourceSpec> named) {
        if (named.size() > 1) {
            throw new UsageFailure(
                    "only one source can be published: use one of " + String.join(", ", new TreeSet<>(OPTIONS)));
        }
        return named.stream().findFirst();
    }

    private List<SourceSpec> all() {
        List<SourceSpec> named = new ArrayList<>();
        if (camera != null) {
            named.add(camera(camera));
        }
        if (file != null) {
            named.add(file(file));
        }
        if (path != null) {
            named.add(path.matches("(?s)[A-Za-z][A-Za-z0-9+.-]+://.*") ? url("--url", path) : file(Path.of(path)));
        }
        if (url != null) {
            named.add(url("--url", url));
        }
        if (snapshot != null) {
            named.add(url("--snapshot", snapshot));
        }
        if (testPattern) {
            named.add(new SourceSpec.TestPattern());
        }
        return named;
    }

    private static List<SourceSpec> ofEnvironment(Map<String, String> environment) {
        List<SourceSpec> named = new ArrayList<>();
        String index = value(environment, "--camera");
        if (!index.isEmpty()) {
            named.add(camera(index));
        }
        String file = value(environment, "--file");
        if (!file.isEmpty()) {
            named.add(file(Path.of(file)));
        }
        String url = value(environment, "--url");
        if (!url.isEmpty()) {
            named.add(url("--url", url));
        }
        String snapshot = value(environment, "--snapshot");
        if (!snapshot.isEmpty()) {
            named.add(url("--snapshot", snapshot));
        }
        if (value(environment, "--test-pattern").equalsIgnoreCase("true")) {
            named.add(new SourceSpec.TestPattern());
        }
        return named;
    }

    private static String value(Map<String, String> environment, String option) {
        return environment
                .getOrDefault(EnvironmentDefaults.variable(option), "")
                .strip();
    }

    private static SourceSpec file(Path path) {
        String name = path.toString();
        if (name.equals("-")) {
            return new SourceSpec.StandardInput();
        }
        return name.toLowerCase(Locale.ROOT).endsWith(".sdp")
                ? new SourceSpec.Session(path)
                : new SourceSpec.Recording(path, name(path));
    }

    /** The launcher opens a file whose name is not UTF-8. Linux tells its name, in which such bytes are replaced. */
    private static String name(Path path) {
        if (path.startsWith("/dev/fd")) {
            try {
                String opened = Files.readSymbolicLink(path).toString();
                return opened.startsWith("/") ? opened : path.toString(); // a pipe has no name
            } catch (IOException e) {
                // Another system than Linux, or an error that opening the file reports.
            }
        }
        return path.toString();
    }

    private static SourceSpec camera(String camera) {
        if (camera.matches("\\d{1,4}")) {
            return new SourceSpec.Camera(Integer.parseInt(camera));
        }
        if (camera.startsWith("/")) {
            return new SourceSpec.Camera(camera);
        }
        throw new UsageFailure("--camera must be a number between 0 and 9999 or a path such as /dev/video0, not '"
                + camera + "': publisher --list-cameras lists the cameras");
    }

    private static SourceSpec url(String option, String url) {
        if (url.regionMatches(true, 0, "file:", 0, 5) && option.equals("--url")) {
            try {
                return file(Path.of(URI.create(url)));
            } catch (IllegalArgumentException e) {
                throw new UsageFailure("--url must be a URL such as file:///path; use --file for a file", e);
            }
        }
        Optional<CameraAddress> address = CameraAddress.parse(url);
        if (option.equals("--snapshot") && !address.map(CameraAddress::isHttp).orElse(false)) {
            throw new UsageFailure("--snapshot must be a URL such as http://user:password@host/image.jpg");
        }
        // Reported without the value: it may contain a password.
        return address.map(SourceSpec.Url::new)
                .orElseThrow(() -> new UsageFailure(
                        "--url must be a URL such as rtsp://host/path or http://user:password@host/path; "
                                + "use --file for a file"));
    }

    /** Whether the source is said to give single pictures. */
    boolean isSnapshot() {
        return snapshot != null;
    }
}
