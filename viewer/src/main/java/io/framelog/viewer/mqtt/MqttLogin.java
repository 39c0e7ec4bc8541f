package io.framelog.viewer.mqtt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;

/**
 * How to log in to a broker. Immutable.
 *
 * @param passwordFile its first line is the password; read for each connection, so that it may change
 * @param tls whom to trust
 */
public record MqttLogin(MqttAddress address, Optional<Path> passwordFile, SSLContext tls) {
    /**
     * Puts the login into a client's options.
     *
     * @throws IOException if the password cannot be read
     */
    void addTo(MqttConnectOptions options) throws IOException {
        address.user().ifPresent(options::setUserName);
        Optional<String> password = password();
        password.ifPresent(secret -> options.setPassword(secret.toCharArray()));
        if (address.tls()) {
            options.setSocketFactory(tls.getSocketFactory());
            options.setHttpsHostnameVerificationEnabled(true);
        }
    }

    private Optional<String> password() throws IOException {
        if (passwordFile.isEmpty()) {
            return address.password();
        }
        List<String> lines = Files.readAllLines(passwordFile.get());
        return Optional.of(lines.isEmpty() ? "" : lines.get(0).strip());
    }
}
