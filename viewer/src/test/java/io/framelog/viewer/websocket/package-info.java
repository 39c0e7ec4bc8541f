@NullMarked
package io.framelog.viewer.websocket;

import org.jspecify.annotations.NullMarked;
