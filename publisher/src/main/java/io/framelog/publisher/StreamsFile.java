package io.framelog.publisher;

import io.framelog.cli.CommandRunner;
import io.framelog.cli.EnvironmentDefaults;
import io.framelog.cli.UsageFailure;
import io.framelog.config.SettingsFile;
import io.framelog.frame.StreamName;
import io.framelog.publisher.config.ConfigReader;
import io.framelog.publisher.config.ConfigText;
import io.framelog.publisher.config.Mistake;
import io.framelog.publisher.config.Setting;
import io.framelog.publisher.config.StreamText;
import io.framelog.publisher.source.SourceSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParseResult;

/** The file of {@code --config}: the options of the process, and those of each stream. For one thread. */
final class StreamsFile {
    private final SettingsFile source;
    private final Map<String, String> environment;

    /**
     * What the file says.
     *
     * @param general the settings of the process that count
     * @param streams in the file's order, at least one
     */
    record Content(List<Setting> general, List<PublishSettings> streams) {}

    /** Picocli needs an object that has the options. */
    private static final class StreamHost {
        @Mixin
        private final StreamOptions options = new StreamOptions();
    }

    private static final class ServiceHost {
        @Mixin
        private final ServiceOptions options = new ServiceOptions();
    }

    /** @param environment overrides what the file says of the process */
    StreamsFile(Path path, Map<String, String> environment) {
        source = new SettingsFile("--config", path);
        this.environment = environment;
    }

    /** The file itself. */
    SettingsFile source() {
        return source;
    }

    /** The file's path as it was given. */
    Path path() {
        return source.path();
    }

    /**
     * The file's text.
     *
     * @throws io.framelog.cli.CommandFailure if it cannot be read
     */
    String text() {
        return source.text();
    }

    /**
     * Reads a text of the file.
     *
     * @throws ConfigFailure if it has mistakes
     */
    Content read(String text) {
        ConfigText config = ConfigReader.read(text, environment);
        Set<Mistake> mistakes = new TreeSet<>(config.mistakes());
        service(config.settings(), mistakes);
        List<PublishSettings> streams = new ArrayList<>();
        for (StreamText stream : config.streams()) {
            // One that is wrong in the defaults is wrong in each stream, and told once.
            Set<Mistake> own = new TreeSet<>(config.mistakes());
            own.removeIf(mistake -> !mistake.text().startsWith(stream.place() + "."));
            settings(stream, own).ifPresent(streams::add);
            mistakes.addAll(own);
        }
        if (!mistakes.isEmpty()) {
            throw new ConfigFailure(path(), mistakes);
        }
        List<Setting> general = config.settings().stream()
                .filter(setting -> !environment.containsKey(EnvironmentDefaults.variable("--" + setting.key())))
                .toList();
        return new Content(general, streams);
    }

    /** The names of the options that a stream has. */
    static Set<String> streamOptions() {
        return CommandRunner.reader(new StreamHost())
                .getCommandSpec()
                .optionsMap()
                .keySet();
    }

    /** The options of the process: those on the command line, in the environment, and in the file, in this order. */
    ServiceOptions service(Content content, ParseResult commandLine) {
        ServiceHost host = new ServiceHost();
        CommandLine reader =
                CommandRunner.reader(host).setDefaultValueProvider(new EnvironmentDefaults(environment, Set.of()));
        List<String> arguments = new ArrayList<>();
        OptionKeys keys = new OptionKeys(new ServiceHost(), folder(), new ArrayList<>());
        reader.getCommandSpec().optionsMap().keySet().forEach(option -> {
            if (commandLine.hasMatchedOption(option)) {
                arguments.add(option + "="
                        + String.join(",", commandLine.matchedOption(option).originalStringValues()));
            } else {
                content.general().stream()
                        .filter(setting -> option.equals("--" + setting.key()))
                        .findFirst()
                        .flatMap(keys::argument)
                        .ifPresent(arguments::add);
            }
        });
        reader.parseArgs(arguments.toArray(String[]::new));
        host.options.mistakes().values().stream().findFirst().ifPresent(failure -> {
            throw failure;
        });
        return host.options;
    }

    private Path folder() {
        return path().toAbsolutePath().resolveSibling("");
    }

    private void service(List<Setting> settings, Set<Mistake> mistakes) {
        ServiceHost host = new ServiceHost();
        OptionKeys keys = new OptionKeys(host, folder(), mistakes);
        keys.read(settings);
        keys.report(settings, host.options.mistakes(), 1, "the file");
    }

    private Optional<PublishSettings> settings(StreamText stream, Set<Mistake> mistakes) {
        StreamHost host = new StreamHost();
        OptionKeys keys = new OptionKeys(host, folder(), mistakes);
        List<Setting> settings = allowed(stream, mistakes);
        keys.read(settings);
        Optional<StreamName> name = name(stream, mistakes);
        Optional<SourceSpec> source = source(host.options, keys, stream, settings, mistakes);
        source.ifPresent(found -> {
            List<Setting> applicable = settings.stream()
                    .filter(setting -> !setting.inherited() || !StreamOptions.isForOthers("--" + setting.key(), found))
                    .toList();
            keys.read(applicable);
            keys.report(applicable, host.options.mistakes(found), stream.line(), stream.place());
        });
        return !mistakes.isEmpty()
                ? Optional.empty()
                : source.map(found -> host.options.settings(found, name.orElseThrow(), false));
    }

    private static Optional<SourceSpec> source(
            StreamOptions options, OptionKeys keys, StreamText stream, List<Setting> settings, Set<Mistake> mistakes) {
        try {
            Optional<SourceSpec> source = options.sources().named();
            if (source.isEmpty() && mistakes.isEmpty()) {
                mistakes.add(new Mistake(
                        stream.line(),
                        stream.place() + ": has no source; it must have one of " + SourceArguments.KEYS));
            }
            return source;
        } catch (UsageFailure e) {
            String sentence = String.valueOf(e.getMessage());
            String option = sentence.substring(0, Math.max(0, sentence.indexOf(' ')));
            keys.report(settings, Map.of(option, e), stream.line(), stream.place());
            return Optional.empty();
        }
    }

    private static List<Setting> allowed(StreamText stream, Set<Mistake> mistakes) {
        List<Setting> allowed = new ArrayList<>();
        for (Setting setting : stream.settings()) {
            if (setting.inherited() && StreamOptions.OF_ONE.contains("--" + setting.key())) {
                mistakes.add(setting.mistake("belongs to a stream, and cannot be a default"));
            } else {
                allowed.add(setting);
            }
        }
        return allowed;
    }

    private static Optional<StreamName> name(StreamText stream, Set<Mistake> mistakes) {
        try {
            return Optional.of(new StreamName(stream.name()));
        } catch (IllegalArgumentException e) {
            mistakes.add(new Mistake(stream.line(), stream.place() + ": " + e.getMessage()));
            return Optional.empty();
        }
    }
}
