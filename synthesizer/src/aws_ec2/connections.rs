//! Who may talk to whom.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

use super::{Peer, Port, SecurityGroup};
use crate::construct::Construct;
use crate::error::{Error, Result};

/// Something that rules of security groups can be about.
pub trait Connectable {
    /// Its security groups, and how others see it.
    fn connections(&self) -> Connections;
}

/// The security groups of something, and how others see it. Cheap to clone: all clones are the same.
///
/// What is allowed holds for security groups that are added later too.
#[derive(Debug, Clone)]
pub struct Connections(Rc<State>);

/// What connections can be told.
#[derive(Debug, Clone, Default)]
pub struct ConnectionsProps {
    /// Security groups whose rules change.
    pub security_groups: Vec<SecurityGroup>,
    /// The port that others talk to.
    pub default_port: Option<Port>,
}

struct State {
    security_groups: ReactiveList<SecurityGroup>,
    /// What others' rules name.
    rules: ReactiveList<Peer>,
    default_port: Option<Port>,
    /// Set while the other side of a rule is made.
    skip: Cell<bool>,
    remote_rule: Cell<bool>,
    /// A construct holds it as long as the app lives.
    held: bool,
}

impl fmt::Debug for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Connections")
    }
}

/// The other end, held without a circle of owners.
#[derive(Clone)]
enum Other {
    Held(Weak<State>),
    Free(Rc<State>),
}

impl Other {
    fn get(&self) -> Option<Rc<State>> {
        match self {
            Other::Held(state) => state.upgrade(),
            Other::Free(state) => Some(state.clone()),
        }
    }
}

impl Connections {
    /// The connections of a construct.
    pub fn new(owner: &dyn Construct, props: ConnectionsProps) -> Connections {
        let rules = props.security_groups.iter().cloned().map(Peer::group).collect();
        let state = State::new(props.security_groups, rules, props.default_port, true);
        owner.node().attach(state.clone());
        Connections(state)
    }

    /// The connections that a construct was given.
    pub(super) fn of(owner: &dyn Construct) -> Option<Connections> {
        owner.node().attached::<State>().map(Connections)
    }

    pub(super) fn of_peer(peer: Peer) -> Connections {
        Connections(State::new(Vec::new(), vec![peer], None, false))
    }

    /// The security groups so far.
    pub fn security_groups(&self) -> Vec<SecurityGroup> {
        self.0.security_groups.elements()
    }

    /// The port that others talk to.
    pub fn default_port(&self) -> Option<Port> {
        self.0.default_port.clone()
    }

    /// Adds a security group, for which everything holds that was allowed so far.
    pub fn add_security_group(&self, group: SecurityGroup) -> Result<()> {
        self.0.security_groups.push(group.clone())?;
        self.0.rules.push(Peer::group(group))
    }

    /// Lets this talk to the other. A description is made if none is given.
    pub fn allow_to(&self, other: &dyn Connectable, port: Port, description: Option<&str>) -> Result<()> {
        self.0.allow(Direction::To, &other.connections(), &port, description)
    }

    /// Lets the other talk to this.
    pub fn allow_from(&self, other: &dyn Connectable, port: Port, description: Option<&str>) -> Result<()> {
        self.0.allow(Direction::From, &other.connections(), &port, description)
    }

    /// Lets the members talk to each other.
    pub fn allow_internally(&self, port: Port, description: Option<&str>) -> Result<()> {
        let own = self.0.as_other();
        let description: Option<Rc<str>> = description.map(Rc::from);
        self.0.security_groups.for_each_and_forever(Rc::new(move |group: &SecurityGroup| {
            let Some(own) = own.get() else { return Ok(()) };
            let (group, port, description) = (group.clone(), port.clone(), description.clone());
            own.rules.for_each_and_forever(Rc::new(move |peer: &Peer| {
                group.add_ingress_rule_for(peer, &port, description.as_deref(), false)?;
                group.add_egress_rule_for(peer, &port, description.as_deref(), false)
            }))
        }))
    }

    /// Lets this talk to all IPv4 addresses.
    pub fn allow_to_any_ipv4(&self, port: Port, description: Option<&str>) -> Result<()> {
        self.allow_to(&Peer::any_ipv4(), port, description)
    }

    /// Lets all IPv4 addresses talk to this.
    pub fn allow_from_any_ipv4(&self, port: Port, description: Option<&str>) -> Result<()> {
        self.allow_from(&Peer::any_ipv4(), port, description)
    }

    /// Lets the other talk to this on its default port.
    pub fn allow_default_port_from(&self, other: &dyn Connectable, description: Option<&str>) -> Result<()> {
        self.allow_from(other, self.own_port("allowDefaultPortFrom")?, description)
    }

    /// Lets everyone talk to this on its default port.
    pub fn allow_default_port_from_any_ipv4(&self, description: Option<&str>) -> Result<()> {
        self.allow_from_any_ipv4(self.own_port("allowDefaultPortFromAnyIpv4")?, description)
    }

    /// Lets the members talk to each other on the default port.
    pub fn allow_default_port_internally(&self, description: Option<&str>) -> Result<()> {
        self.allow_internally(self.own_port("allowDefaultPortInternally")?, description)
    }

    /// Lets this talk to the other on this one's default port.
    pub fn allow_default_port_to(&self, other: &dyn Connectable, description: Option<&str>) -> Result<()> {
        self.allow_to(other, self.own_port("allowDefaultPortTo")?, description)
    }

    /// Lets this talk to the other on that one's default port.
    pub fn allow_to_default_port(&self, other: &dyn Connectable, description: Option<&str>) -> Result<()> {
        let port = other.connections().default_port().ok_or_else(|| {
            Error::message("Cannot call allowToDefaultPort(): other resource has no default port")
        })?;
        self.allow_to(other, port, description)
    }

    fn own_port(&self, method: &str) -> Result<Port> {
        self.default_port().ok_or_else(|| {
            Error::message(format!("Cannot call {method}(): this resource has no default port"))
        })
    }
}

impl Connectable for Connections {
    fn connections(&self) -> Connections {
        self.clone()
    }
}

#[derive(Clone, Copy)]
enum Direction {
    To,
    From,
}

impl State {
    fn new(
        groups: Vec<SecurityGroup>,
        rules: Vec<Peer>,
        default_port: Option<Port>,
        held: bool,
    ) -> Rc<State> {
        Rc::new(State {
            security_groups: ReactiveList::new(groups),
            rules: ReactiveList::new(rules),
            default_port,
            skip: Cell::new(false),
            remote_rule: Cell::new(false),
            held,
        })
    }

    fn as_other(self: &Rc<State>) -> Other {
        if self.held { Other::Held(Rc::downgrade(self)) } else { Other::Free(self.clone()) }
    }

    /// Makes the rules of this side, then has the other make those of its own.
    fn allow(
        self: &Rc<State>,
        direction: Direction,
        other: &Connections,
        port: &Port,
        description: Option<&str>,
    ) -> Result<()> {
        if self.skip.get() {
            return Ok(());
        }
        self.allow_here(direction, &other.0, port.clone(), description.map(Rc::from))?;
        self.skip.set(true);
        other.0.remote_rule.set(true);
        let (reverse, own) = match direction {
            Direction::To => (Direction::From, Connections(self.clone())),
            Direction::From => (Direction::To, Connections(self.clone())),
        };
        let result = other.0.allow(reverse, &own, port, description);
        self.skip.set(false);
        other.0.remote_rule.set(false);
        result
    }

    fn allow_here(
        self: &Rc<State>,
        direction: Direction,
        other: &Rc<State>,
        port: Port,
        description: Option<Rc<str>>,
    ) -> Result<()> {
        let (other, remote) = (other.as_other(), self.remote_rule.get());
        self.security_groups.for_each_and_forever(Rc::new(move |group: &SecurityGroup| {
            let Some(other) = other.get() else { return Ok(()) };
            let (group, port, description) = (group.clone(), port.clone(), description.clone());
            other.rules.for_each_and_forever(Rc::new(move |peer: &Peer| match direction {
                Direction::To => group.add_egress_rule_for(peer, &port, description.as_deref(), remote),
                Direction::From => group.add_ingress_rule_for(peer, &port, description.as_deref(), remote),
            }))
        }))
    }
}

type Listener<T> = Rc<dyn Fn(&T) -> Result<()>>;

/// A list that tells of what is added to it.
struct ReactiveList<T> {
    elements: RefCell<Vec<T>>,
    listeners: RefCell<Vec<Listener<T>>>,
}

impl<T: Clone> ReactiveList<T> {
    fn new(elements: Vec<T>) -> ReactiveList<T> {
        ReactiveList { elements: RefCell::new(elements), listeners: RefCell::default() }
    }

    fn elements(&self) -> Vec<T> {
        self.elements.borrow().clone()
    }

    fn push(&self, element: T) -> Result<()> {
        self.elements.borrow_mut().push(element.clone());
        let listeners = self.listeners.borrow().clone();
        listeners.iter().try_for_each(|listener| listener(&element))
    }

    /// Calls the listener for all that is there, and for all that will be.
    fn for_each_and_forever(&self, listener: Listener<T>) -> Result<()> {
        self.elements().iter().try_for_each(|element| listener(element))?;
        self.listeners.borrow_mut().push(listener);
        Ok(())
    }
}
