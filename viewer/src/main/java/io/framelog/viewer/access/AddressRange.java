package io.framelog.viewer.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A range of IP addresses, such as {@code 10.0.0.0/8} or {@code ::1}. Immutable.
 *
 * @param prefix how many leading bits the addresses share
 */
public record AddressRange(InetAddress first, int prefix) {
    /** Names are not looked up: their answer could change whom the viewer trusts. */
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /**
     * Reads an address, or an address and a prefix.
     *
     * @throws IllegalArgumentException says what it must be
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            InetAddress first = address(address);
            int bits = first.getAddress().length * Byte.SIZE;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > bits) {
                throw wrong(text);
            }
            return new AddressRange(first, prefix);
        } catch (UnknownHostException | NumberFormatException e) {
            throw wrong(text);
        }
    }

    /**
     * Reads an address without a look-up.
     *
     * @throws UnknownHostException if the text is no IP address
     */
    public static InetAddress address(String text) throws UnknownHostException {
        if (!LITERAL.matcher(text).matches()) {
            throw new UnknownHostException(text);
        }
        return InetAddress.getByName(text);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "must be an IP address such as 127.0.0.1, or a range such as 10.0.0.0/8, not " + text);
    }

    /** Whether an address is in the range. */
    public boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] its = address.getAddress();
        if (mine.length != its.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((mine[bit / Byte.SIZE] ^ its[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
