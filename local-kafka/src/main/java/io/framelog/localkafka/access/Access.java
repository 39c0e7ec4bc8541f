package io.framelog.localkafka.access;

/**
 * How clients are allowed to connect. Immutable.
 *
 * @param tls whether connections are encrypted
 * @param certificates whether clients must show a certificate; only with {@code tls}
 * @param sasl whether clients log in with a password (SCRAM-SHA-512)
 */
public record Access(boolean tls, boolean certificates, boolean sasl) {

    /** Everybody may do everything, without encryption. */
    public static final Access OPEN = new Access(false, false, false);

    /** Passwords over encrypted connections, and rights. */
    public static final Access SASL_OVER_TLS = new Access(true, false, true);

    /** Client certificates, and rights. */
    public static final Access MUTUAL_TLS = new Access(true, true, false);

    /**
     * Checks the combination.
     *
     * @throws IllegalArgumentException if certificates are wanted without encryption
     */
    public Access {
        if (certificates && !tls) {
            throw new IllegalArgumentException("client certificates need --tls");
        }
    }

    /** Whether the broker knows who a client is, and so checks its rights. */
    public boolean hasUsers() {
        return certificates || sasl;
    }

    /** Kafka's name for it. */
    String protocol() {
        if (sasl) {
            return tls ? "SASL_SSL" : "SASL_PLAINTEXT";
        }
        return tls ? "SSL" : "PLAINTEXT";
    }
}
