package io.framelog.publisher.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS to cameras. Nearly all of them have certificates that they signed themselves, and FFmpeg checks none. So a
 * certificate without a known signature is accepted, with one warning. Thread-safe.
 */
final class CameraTrust {
    private final Logger log = LoggerFactory.getLogger(CameraTrust.class);
    private final AtomicBoolean warned = new AtomicBoolean();
    private @Nullable SSLContext context;

    /** Puts TLS on a connected socket. */
    Socket secure(Socket plain, CameraAddress address) throws IOException {
        SSLSocket socket = (SSLSocket) context()
                .getSocketFactory()
                .createSocket(plain, address.host().replaceAll("^\\[|]$", ""), address.portOrDefault(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private synchronized SSLContext context() throws IOException {
        if (context == null) {
            try {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init((KeyStore) null);
                SSLContext made = SSLContext.getInstance("TLS");
                made.init(
                        null,
                        new TrustManager[] {new Lenient((X509ExtendedTrustManager) factory.getTrustManagers()[0])},
                        null);
                context = made;
            } catch (GeneralSecurityException e) {
                throw new IOException("TLS is not available: " + e.getMessage(), e);
            }
        }
        return context;
    }

    /** Tells of certificates that the system's trust manager refuses, and accepts them. */
    private final class Lenient extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager system;

        Lenient(X509ExtendedTrustManager system) {
            this.system = system;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            try {
                system.checkServerTrusted(chain, type, socket);
            } catch (CertificateException e) {
                if (!warned.getAndSet(true)) {
                    log.warn("the certificate of the camera has no signature that is known here, or is not for its "
                            + "address: who is between here and the camera could read the password and change the "
                            + "pictures");
                }
                log.debug("the certificate is accepted all the same", e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            system.checkServerTrusted(chain, type, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            system.checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            system.checkClientTrusted(chain, type, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            system.checkClientTrusted(chain, type, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            system.checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return system.getAcceptedIssuers();
        }
    }
}
