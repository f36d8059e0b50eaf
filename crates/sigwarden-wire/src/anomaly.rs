//! What was not as the standard has it: the vocabulary, and a bounded list.

macro_rules! anomalies {
    ($($(#[$doc:meta])* $name:ident $text:literal $layer:literal;)+) => {
        /// Kind of anomaly. The list is shared by every stage: the decoders report what is wrong in the bytes,
        /// later stages what is wrong in structure and addressing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Code {
            $($(#[$doc])* $name,)+
        }

        impl Code {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Name as in the output.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// Layer as in the output.
            pub const fn layer(self) -> &'static str {
                match self { $(Self::$name => $layer,)+ }
            }
        }
    };
}

anomalies! {
    /// A chunk or packet says that it is longer than it is.
    SctpLength "sctp-length" "sctp";
    /// The payload protocol identifier names another protocol than the content shows.
    PayloadProtocol "payload-protocol-mismatch" "sctp";
    /// An adaptation layer message or parameter says that it is longer than it is.
    AdaptationLength "adaptation-length" "m3ua";
    /// Pointers of mandatory parameters lead into one another or outside the message (Q.713 2.3).
    SccpPointer "sccp-pointer-overlap" "sccp";
    /// An SCCP address is shorter than its indicator says (Q.713 3.4).
    SccpAddress "sccp-address-truncated" "sccp";
    /// Digits of a Global Title that are not decimal.
    GtDigits "gt-not-decimal" "sccp";
    /// A Global Title of more than 15 digits (E.164).
    GtLong "gt-too-long" "sccp";
    /// A Global Title of one or two digits.
    GtShort "gt-too-short" "sccp";
    /// The filler of an odd number of digits is not zero (Q.713 3.4.2.3.1).
    GtFiller "gt-filler" "sccp";
    /// Global Title indicator other than 0100 (TS 29.002 6.1.3.1).
    GtIndicator "gt-indicator" "sccp";
    /// Translation type other than 0 in an international Global Title (TS 29.002 6.1.3.1).
    TranslationType "translation-type" "sccp";
    /// Subsystem number of the called party missing.
    CalledSsnMissing "called-ssn-missing" "sccp";
    /// Subsystem number of the called party is not one that MAP or CAP uses.
    CalledSsnInvalid "called-ssn-invalid" "sccp";
    /// Routing on subsystem number although a Global Title is there (TS 29.002 6.1.3.1).
    RoutingIndicator "routing-on-ssn" "sccp";
    /// The calling party has no Global Title: nobody outside could be answered.
    CallingGtMissing "calling-gt-missing" "sccp";
    /// Numbering plan of the calling party other than E.164 (TS 29.002 6.1.3.1).
    CallingPlan "calling-numbering-plan" "sccp";
    /// Nature of address does not fit the digits.
    NatureOfAddress "nature-of-address" "sccp";
    /// A Global Title of the protected network, coming from outside.
    OwnGtOutside "own-gt-from-outside" "sccp";
    /// The subsystem has another role than the operation needs.
    SubsystemRole "subsystem-role-mismatch" "sccp";
    /// Segments that overlap, jump, or begin twice (Q.714 4.1.1.2.3).
    Segmentation "segmentation" "sccp";
    /// A service message returns something that nobody in the capture had sent.
    ReturnedInvoke "returned-not-sent" "sccp";
    /// Long form of a tag whose number is below 31 (X.690 8.1.2.4).
    TagLongForm "tag-long-form" "tcap";
    /// Leading zero bits in a long tag (X.690 8.1.2.4.2).
    TagPadded "tag-padded" "tcap";
    /// More length octets than needed.
    LengthLongForm "length-long-form" "tcap";
    /// An element says that it is longer than what holds it.
    LengthOverrun "length-overrun" "tcap";
    /// An indefinite length without its end.
    IndefiniteUnterminated "indefinite-unterminated" "tcap";
    /// More nesting than any real message has.
    TooDeep "nesting-too-deep" "tcap";
    /// More elements or components than any real message has.
    TooMany "too-many-elements" "tcap";
    /// An ANSI package around ITU content.
    AnsiPackage "ansi-package-around-itu" "tcap";
    /// An element that this place does not have.
    UnknownElement "unknown-element" "tcap";
    /// A transaction identifier of more than four octets (Q.773 3.1).
    TransactionIdLong "transaction-id-too-long" "tcap";
    /// A transaction identifier without octets, or none where one is needed.
    TransactionIdMissing "transaction-id-missing" "tcap";
    /// A second component portion.
    ComponentPortionRepeated "component-portion-repeated" "tcap";
    /// A second dialogue portion.
    DialoguePortionRepeated "dialogue-portion-repeated" "tcap";
    /// The dialogue portion stands behind the components.
    DialoguePortionMisplaced "dialogue-portion-misplaced" "tcap";
    /// Unknown bits in the protocol version (Q.773 4.2.3).
    ProtocolVersion "protocol-version-unknown" "tcap";
    /// Octets behind the message.
    TrailingOctets "trailing-octets" "tcap";
    /// A second message behind the message.
    TrailingMessage "trailing-message" "tcap";
    /// A component without invoke identifier.
    InvokeIdMissing "invoke-id-missing" "tcap";
    /// A linked identifier that links to nothing in the dialogue.
    LinkedIdUnknown "linked-id-unknown" "tcap";
    /// An invoke without operation code.
    OperationCodeMissing "operation-code-missing" "tcap";
    /// An operation code in the global form (an object identifier).
    OperationCodeGlobal "operation-code-global" "tcap";
    /// An INTEGER with needless leading octets (X.690 8.3.2).
    IntegerPadded "integer-padded" "tcap";
    /// An operation code outside 0 to 255.
    OperationCodeRange "operation-code-out-of-range" "tcap";
    /// An application context with more arcs than the standard's.
    ContextExtended "context-extended" "tcap";
    /// An application context with a padded arc (X.690 8.19.2).
    ContextPadded "context-padded" "tcap";
    /// An application context that nobody has defined for MAP or CAP, towards a MAP subsystem.
    ContextUnknown "context-unknown" "tcap";
    /// No application context for an operation that has existed only with one.
    ContextMissing "context-missing" "tcap";
    /// The application context does not have this operation.
    ContextOperation "context-operation-mismatch" "tcap";
    /// The application context has this operation in another version only.
    ContextVersion "context-version-mismatch" "tcap";
    /// The operation goes the wrong way in this context.
    Direction "direction" "tcap";
    /// A BEGIN without components in a context that does not allow one (TS 29.002 Annex C).
    BeginEmpty "begin-empty" "tcap";
    /// A message of a transaction that nobody in the capture had begun.
    TransactionUnknown "transaction-unknown" "tcap";
    /// A message of a transaction from somebody who is no party to it.
    SenderNotParty "sender-not-party" "tcap";
    /// The first answer comes from another network than the one that was asked.
    AnswerElsewhere "answer-from-elsewhere" "tcap";
    /// An invoke in an END, which nobody can answer.
    InvokeInEnd "invoke-in-end" "tcap";
    /// MAP or CAP in a message without transaction.
    Unidirectional "unidirectional" "tcap";
    /// A result that nobody had asked for.
    ResultUnsolicited "result-unsolicited" "tcap";
    /// A result of another operation than the one invoked.
    ResultOperation "result-operation-mismatch" "tcap";
    /// Several invokes in one message that don't belong together.
    InvokesUnrelated "invokes-unrelated" "tcap";
    /// A string in pieces where the standard's encoders write one.
    ConstructedString "constructed-string" "map";
    /// The same element twice.
    ElementRepeated "element-repeated" "map";
    /// An IMSI, number or IMEI that is too short, too long or not decimal.
    IdentityMalformed "identity-malformed" "map";
    /// Destination reference and argument name different subscribers.
    DestinationReference "destination-reference-mismatch" "map";
    /// Originating reference and calling party belong to different networks.
    OriginatingReference "originating-reference-mismatch" "map";
    /// An address inside the operation belongs to another network than the calling party.
    AddressMismatch "address-mismatch" "map";
    /// A subscriber named by LMSI alone, where only its home network may ask.
    LmsiAlone "lmsi-without-imsi" "map";
    /// Octets of a TCP stream are missing between two messages.
    StreamGap "stream-gap" "tcp";
    /// Octets of a TCP stream came twice, and not the same ones.
    StreamOverlap "stream-overlap" "tcp";
    /// A Diameter version other than 1 (RFC 6733 3).
    DiameterVersion "diameter-version" "diameter";
    /// A message says that it is shorter or longer than what carries it.
    DiameterLength "diameter-length" "diameter";
    /// The error bit in a request (RFC 6733 3).
    ErrorBitOnRequest "error-bit-on-request" "diameter";
    /// The bit that says "may have been sent before" in a request (RFC 6733 3).
    RetransmissionBit "retransmission-bit" "diameter";
    /// An AVP says that it is longer than what holds it, or shorter than its header (RFC 6733 4.1).
    AvpLength "avp-length" "diameter";
    /// Padding that is not zero (RFC 6733 4.1).
    AvpPadding "avp-padding" "diameter";
    /// AVPs grouped deeper than any command needs.
    AvpNesting "avp-nesting" "diameter";
    /// More AVPs than any real message has.
    AvpMany "avp-too-many" "diameter";
    /// An AVP twice where there is room for one.
    AvpRepeated "avp-repeated" "diameter";
    /// The vendor bit with vendor 0: a base AVP in another form.
    AvpVendorZero "avp-vendor-zero" "diameter";
    /// A base AVP under the number of a vendor that has none of it.
    AvpVendor "avp-vendor-unexpected" "diameter";
    /// A mandatory AVP that no dictionary has.
    AvpUnknownMandatory "avp-unknown-mandatory" "diameter";
    /// Session-Id is not the first AVP (RFC 6733 8.8).
    SessionIdPlace "session-id-not-first" "diameter";
    /// Session-Id without the form of a host and numbers (RFC 6733 8.8).
    SessionIdForm "session-id-form" "diameter";
    /// Session-Id contains the identity of the subscriber.
    SessionIdSubscriber "session-id-subscriber" "diameter";
    /// No subscriber in a command that is about one.
    UserNameMissing "user-name-missing" "diameter";
    /// A User-Name that is not 6 to 15 digits where an IMSI belongs (TS 29.272 7.3).
    UserNameForm "user-name-form" "diameter";
    /// The application identifier of a relay in a request (RFC 6733 2.4).
    RelayApplication "relay-application" "diameter";
    /// The application does not have this command.
    CommandApplication "command-application-mismatch" "diameter";
    /// A command between neighbours that was relayed.
    HopByHopRelayed "hop-by-hop-command-relayed" "diameter";
    /// A capabilities exchange inside a connection that had one, with another identity.
    CapabilitiesAgain "capabilities-exchange-again" "diameter";
    /// A realm or host with a trailing dot, a space or an octet of value 0.
    RealmForm "realm-form" "diameter";
    /// Origin-Host does not belong to Origin-Realm.
    OriginHostRealm "origin-host-realm-mismatch" "diameter";
    /// Origin-Host belongs to another network of the same country than Origin-Realm.
    OriginHostSibling "origin-host-of-sibling-network" "diameter";
    /// Origin-Host is neither the neighbour nor somebody whose messages it has relayed.
    OriginNotPeer "origin-not-peer" "diameter";
    /// A Route-Record names a node of the protected network.
    RouteRecordOwn "route-record-own" "diameter";
    /// An own Origin-Realm, coming from outside.
    OwnRealmOutside "own-realm-from-outside" "diameter";
    /// No Destination-Host in a command that goes to the node that serves a subscriber (TS 29.272 7.1).
    DestinationHostMissing "destination-host-missing" "diameter";
    /// The subscriber does not belong to Destination-Realm.
    ImsiRealm "imsi-destination-realm-mismatch" "diameter";
    /// Visited-PLMN-Id and Origin-Realm belong to different networks.
    VisitedPlmn "visited-plmn-mismatch" "diameter";
    /// Visited-PLMN-Id that cannot be a network.
    VisitedPlmnInvalid "visited-plmn-invalid" "diameter";
    /// Bits of ULR-Flags that contradict each other (TS 29.272 7.3.7).
    UpdateFlags "update-flags" "diameter";
    /// An answer that nobody had asked for.
    AnswerUnsolicited "answer-unsolicited" "diameter";
    /// An answer whose end-to-end identifier or command is not that of its request.
    AnswerIdentifier "answer-identifier-mismatch" "diameter";
    /// An answer from outside that sends the request elsewhere.
    RedirectOutside "redirect-from-outside" "diameter";
    /// An answer to outside that names inner nodes.
    InternalName "internal-name-in-answer" "diameter";
    /// A version that this port does not have.
    GtpVersion "gtp-version" "gtp";
    /// A message says that it is shorter or longer than its datagram.
    GtpLength "gtp-length" "gtp";
    /// An information element says that it is longer than what holds it.
    IeLength "ie-length" "gtp";
    /// An information element twice where there is room for one.
    IeRepeated "ie-repeated" "gtp";
    /// Information elements out of the order of their types (TS 29.060 7.7).
    IeOrder "ie-order" "gtp";
    /// More information elements than any real message has.
    IeMany "ie-too-many" "gtp";
    /// Tunnel endpoint identifier 0 in a message that belongs to a tunnel.
    TeidZero "teid-zero" "gtp";
    /// A message behind a message that carries none.
    Piggyback "piggyback" "gtp";
    /// Extension headers that loop, or that must be understood and that nobody knows.
    ExtensionHeader "extension-header" "gtp";
    /// GTP inside the user plane of GTP.
    GtpInGtp "gtp-in-gtp" "gtp";
    /// The sender is not the one that the tunnel was made for, and nothing says that another node serves now.
    TunnelSender "tunnel-sender" "gtp";
    /// Signalling in IP fragments.
    Fragmented "fragmented" "gtp";
    /// The control plane address inside the message is not the sender's.
    SenderAddress "f-teid-sender-mismatch" "gtp";
    /// The serving network inside the message is not the sender's, or not that of the location beside it.
    ServingNetwork "serving-network-mismatch" "gtp";
    /// A subscriber of somebody else, at a gateway of the protected network.
    ForeignImsi "foreign-imsi-at-gateway" "gtp";
    /// The operator in the access point name is not the one that is asked.
    ApnOperator "apn-operator-mismatch" "gtp";
    /// A restart counter that jumps.
    RecoveryJump "recovery-jump" "gtp";
    /// A short message that ends before its length says.
    SmsTruncated "sms-truncated" "sms";
    /// A user data header whose lengths do not add up.
    SmsHeader "sms-user-data-header" "sms";
    /// The sender inside a short message is a subscriber of the protected network, and the message comes from elsewhere.
    SmsOriginator "sms-originator-mismatch" "sms";
}

/// One anomaly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anomaly {
    /// Kind.
    pub code: Code,
    /// Octets from the start of the layer's message.
    pub offset: u32,
    /// Octets concerned.
    pub length: u32,
}

/// How many anomalies of one kind are kept of one message: so many harmless ones never push out a grave one.
pub const MAX_OF_A_KIND: usize = 2;

/// The anomalies of one message. Most messages have none, and an empty list costs nothing to make, copy or pass on.
#[derive(Clone, Debug, Default)]
pub struct Anomalies(Vec<Anomaly>);

impl Anomalies {
    /// Adds one, unless the same kind stands there for the same place.
    #[cold]
    pub fn add(&mut self, code: Code, offset: usize, length: usize) {
        let anomaly = Anomaly { code, offset: clamp(offset), length: clamp(length) };
        let known = self.0.iter().filter(|known| known.code == code).count();
        if known < MAX_OF_A_KIND && !self.0.contains(&anomaly) {
            self.0.push(anomaly);
        }
    }

    /// What is there, in the order in which it was found.
    pub fn as_slice(&self) -> &[Anomaly] {
        &self.0
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this kind is there.
    pub fn contains(&self, code: Code) -> bool {
        self.0.iter().any(|anomaly| anomaly.code == code)
    }

    /// Takes a kind out, where it turned out to be right.
    pub fn remove(&mut self, code: Code) {
        self.0.retain(|anomaly| anomaly.code != code);
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Adds those of another list.
    pub fn extend(&mut self, other: &Self) {
        for anomaly in other.as_slice() {
            self.add(anomaly.code, anomaly.offset as usize, anomaly.length as usize);
        }
    }
}

fn clamp(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
