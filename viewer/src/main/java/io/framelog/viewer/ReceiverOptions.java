package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.cli.UsageFailure;
import io.framelog.viewer.mqtt.MqttAddress;
import io.framelog.viewer.mqtt.MqttLogin;
import io.framelog.viewer.mqtt.MqttReceiver;
import io.framelog.viewer.mqtt.Topics;
import io.framelog.viewer.notify.Links;
import io.framelog.viewer.notify.Receiver;
import io.framelog.viewer.tls.Trust;
import io.framelog.viewer.tls.UnusableTlsFilesException;
import io.framelog.viewer.webhook.Webhook;
import io.framelog.viewer.webhook.WebhookAddress;
import io.framelog.viewer.webhook.WebhookFormat;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code viewer notify} that say who is told. */
final class ReceiverOptions {
    @Option(
            names = "--webhook",
            paramLabel = "URL",
            description = "Send each event to this address by HTTP POST. Can be repeated. A user and a password in the"
                    + " address are sent as its login.")
    private List<String> webhooks = List.of();

    @Option(
            names = "--format",
            paramLabel = "cloudevents|ntfy|slack",
            description = "How the requests look: once for all webhooks, or once for each --webhook, in the same order."
                    + " Default: cloudevents.")
    private List<WebhookFormat> formats = List.of();

    @Option(
            names = "--header",
            paramLabel = "'NAME: VALUE'",
            description = "A header for the requests to all webhooks, such as 'Authorization: Bearer TOKEN'. Can be"
                    + " repeated.")
    private List<String> headers = List.of();

    @Option(
            names = "--mqtt",
            paramLabel = "URL",
            description = "Publish events and the state of the streams to this MQTT broker, such as"
                    + " mqtt://broker:1883, or mqtts://USER@broker:8883 with TLS.")
    private @Nullable String mqtt;

    @Option(
            names = "--mqtt-password-file",
            paramLabel = "FILE",
            description = "The first line of this file is the password for --mqtt; the user is in its address.")
    private @Nullable Path mqttPassword;

    @Option(
            names = "--mqtt-prefix",
            paramLabel = "PREFIX",
            defaultValue = "framelog",
            description = "The beginning of the MQTT topics. Default: ${DEFAULT-VALUE}.")
    private String prefix = "framelog";

    @Option(
            names = "--mqtt-discovery",
            paramLabel = "PREFIX",
            defaultValue = "homeassistant",
            description =
                    "The beginning of the topics by which Home Assistant discovers the streams; none: no discovery."
                            + " Default: ${DEFAULT-VALUE}.")
    private String discovery = "homeassistant";

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Trust these certificate authorities (PEM) as well as those that Java trusts.")
    private @Nullable Path authorities;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "The viewer's address for people, such as https://cameras.example.org. With it, each message"
                    + " has a link to the pictures.")
    private @Nullable String publicUrl;

    /**
     * The receivers.
     *
     * @throws CommandFailure if an option is wrong, or a file cannot be read
     */
    List<Receiver> receivers() {
        if (webhooks.isEmpty() && mqtt == null) {
            throw new UsageFailure("there is nobody to tell: give at least one --webhook or --mqtt");
        }
        if (formats.size() > 1 && formats.size() != webhooks.size()) {
            throw new UsageFailure("--format must be given once, or once for each --webhook: " + webhooks.size()
                    + " times, not " + formats.size());
        }
        Links links = new Links(Optional.ofNullable(publicUrl).map(ReceiverOptions::page));
        SSLContext tls = trust();
        List<Receiver> receivers = new ArrayList<>();
        Map<String, String> added = headers();
        for (int i = 0; i < webhooks.size(); i++) {
            receivers.add(new Webhook(WebhookAddress.parse(webhooks.get(i)), format(i), added, links, tls));
        }
        mqtt(links, tls).ifPresent(receivers::add);
        Set<String> names = new HashSet<>();
        for (Receiver receiver : receivers) {
            if (!names.add(receiver.name())) {
                throw new UsageFailure("the same --webhook is given twice: " + receiver.address());
            }
        }
        return receivers;
    }

    private WebhookFormat format(int webhook) {
        if (formats.isEmpty()) {
            return WebhookFormat.CLOUDEVENTS;
        }
        return formats.get(formats.size() == 1 ? 0 : webhook);
    }

    private Optional<Receiver> mqtt(Links links, SSLContext tls) {
        if (mqtt == null) {
            if (mqttPassword != null) {
                throw new UsageFailure("--mqtt-password-file needs --mqtt");
            }
            return Optional.empty();
        }
        MqttAddress address = MqttAddress.parse(mqtt);
        if (mqttPassword != null && address.user().isEmpty()) {
            throw new UsageFailure("--mqtt-password-file needs a user in --mqtt, such as mqtts://USER@HOST");
        }
        if (mqttPassword != null && !Files.isReadable(mqttPassword)) {
            throw new CommandFailure(ExitCode.NO_INPUT, "--mqtt-password-file " + mqttPassword + " cannot be read");
        }
        requireTopic("--mqtt-prefix", prefix);
        requireTopic("--mqtt-discovery", discovery);
        return Optional.of(new MqttReceiver(
                new MqttLogin(address, Optional.ofNullable(mqttPassword), tls),
                new Topics(prefix, discovery.equals("none") ? "" : discovery),
                links));
    }

    private static void requireTopic(String option, String topic) {
        boolean wrong = topic.isBlank()
                || topic.startsWith("/")
                || topic.endsWith("/")
                || topic.startsWith("$")
                || topic.chars().anyMatch(at -> at == '+' || at == '#' || at < ' ');
        if (wrong) {
            throw new UsageFailure(option + " must be the beginning of an MQTT topic such as framelog or home/cameras,"
                    + " without + and #, not '" + topic + "'");
        }
    }

    private Map<String, String> headers() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            String name = header.substring(0, Math.max(0, colon)).strip();
            String value = header.substring(colon + 1).strip();
            try {
                // Refuses what cannot be a header, and what the client sets itself.
                var unused =
                        HttpRequest.newBuilder(URI.create("http://localhost")).header(name, value);
            } catch (IllegalArgumentException e) {
                throw new UsageFailure("--header must be 'NAME: VALUE' with a header that may be set, not one with the"
                        + " name '" + name + "'");
            }
            all.put(name, value);
        }
        return all;
    }

    private SSLContext trust() {
        if (authorities == null) {
            return Trust.ofJava();
        }
        try {
            return Trust.with(authorities);
        } catch (UnusableTlsFilesException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, "--ca: " + e.getMessage(), e);
        }
    }

    private static String page(String url) {
        try {
            URI uri = URI.create(url);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawFragment() == null && uri.getRawQuery() == null) {
                return uri.toASCIIString().replaceFirst("/+$", "");
            }
        } catch (IllegalArgumentException e) {
            // The same answer.
        }
        throw new UsageFailure(
                "--public-url must be the page's address such as https://cameras.example.org, not '" + url + "'");
    }
}
