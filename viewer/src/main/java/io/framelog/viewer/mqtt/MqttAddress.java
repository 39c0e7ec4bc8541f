package io.framelog.viewer.mqtt;

import io.framelog.cli.UsageFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * The address of an MQTT broker. Immutable.
 *
 * @param user and password are empty if the address has none
 */
public record MqttAddress(boolean tls, String host, int port, Optional<String> user, Optional<String> password) {
    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;

    /**
     * Reads an address.
     *
     * @throws UsageFailure if it is not one; does not quote it, since it may have a password
     */
    public static MqttAddress parse(String text) {
        try {
            URI uri = new URI(text.strip());
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean tls = scheme.equals("mqtts");
            boolean path = uri.getRawPath() != null
                    && !uri.getRawPath().isEmpty()
                    && !uri.getRawPath().equals("/");
            if (uri.getHost() == null || path || !(tls || scheme.equals("mqtt"))) {
                throw new UsageFailure(
                        "--mqtt must be an address such as mqtt://HOST:1883 or mqtts://USER@HOST:8883, without a path");
            }
            Optional<String> login = Optional.ofNullable(uri.getUserInfo());
            int colon = login.map(both -> both.indexOf(':')).orElse(-1);
            return new MqttAddress(
                    tls,
                    uri.getHost(),
                    uri.getPort() >= 0 ? uri.getPort() : tls ? TLS_PORT : PORT,
                    login.map(both -> colon < 0 ? both : both.substring(0, colon)),
                    login.filter(both -> colon >= 0).map(both -> both.substring(colon + 1)));
        } catch (URISyntaxException e) {
            throw new UsageFailure(
                    "--mqtt is not an address: " + e.getReason() + " at character " + (e.getIndex() + 1));
        }
    }

    /** The address without user and password. */
    public String shown() {
        return (tls ? "mqtts://" : "mqtt://") + host + ":" + port;
    }

    /** The address as Paho's client has it. */
    String forClient() {
        return (tls ? "ssl://" : "tcp://") + host + ":" + port;
    }

    /** The address as the name of a receiver. */
    String name() {
        return "mqtt-" + host.replaceAll("[^A-Za-z0-9.-]", "_") + "-" + port;
    }
}
